import { type Observable, takeUntil } from 'rxjs';
import type { ChatSession, SessionFailure } from '../../index.ts';

/** What went wrong without ending anything: in a session, or with a line of a recording. */
export type FeedFailure = SessionFailure | { readonly kind: 'recording'; readonly message: string };

/** What is watched: a session, or a recording. It is over when all streams have completed. */
export interface Feed extends Pick<ChatSession, 'notifications$' | 'status$' | 'restored$'> {
  readonly failures$: Observable<FeedFailure>;
}

/** The feed, which is over as soon as something else is. */
export const feedUntil = (over$: Observable<unknown>, feed: Feed): Feed => ({
  notifications$: feed.notifications$.pipe(takeUntil(over$)),
  status$: feed.status$.pipe(takeUntil(over$)),
  restored$: feed.restored$.pipe(takeUntil(over$)),
  failures$: feed.failures$.pipe(takeUntil(over$)),
});
