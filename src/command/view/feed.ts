import { type Observable, takeUntil } from 'rxjs';
import type { ChatSession, SessionFailure } from '../../index.ts';

/** What failed without ending the feed: in a session, or in a line of a recording. */
export type FeedFailure = SessionFailure | { readonly kind: 'recording'; readonly message: string };

/** What the command watches: a session, or a recording. It ends when all streams have completed. */
export interface Feed extends Pick<ChatSession, 'notifications$' | 'status$' | 'backfilled$'> {
  readonly failures$: Observable<FeedFailure>;
}

/** The feed, which ends as soon as `over$` emits or completes. */
export const feedUntil = (over$: Observable<unknown>, feed: Feed): Feed => ({
  notifications$: feed.notifications$.pipe(takeUntil(over$)),
  status$: feed.status$.pipe(takeUntil(over$)),
  backfilled$: feed.backfilled$.pipe(takeUntil(over$)),
  failures$: feed.failures$.pipe(takeUntil(over$)),
});
