import {
  bufferTime,
  distinctUntilChanged,
  filter,
  map,
  merge,
  type Observable,
  scan,
  shareReplay,
  startWith,
  switchMap,
} from 'rxjs';
import { awaitingReply, byNickname, type ReadMark, unreadCount } from 'rx-chat-notifications';
import { type Desk, deskAfter, type DeskEvent, emptyDesk } from '../model/desk.ts';
import { withoutSentAt } from '../model/withoutSentAt.ts';
import type { ConsoleSession } from './session.ts';

/** How often the desk is drawn at most, in milliseconds: faster than that nobody reads. */
const PERIOD = 120;

/** The whole desk, some times a second. */
export function deskOf(session: ConsoleSession, read$: Observable<ReadMark>): Observable<Desk> {
  const { notifications$, chats$ } = session;
  const self = byNickname(session.self);
  return merge(
    chats$.pipe(map((chats): DeskEvent => ({ kind: 'chats', chats }))),
    notifications$.pipe(
      map(withoutSentAt),
      awaitingReply({ self }),
      map((reply): DeskEvent => ({ kind: 'awaited', reply })),
    ),
    notifications$.pipe(
      unreadCount({ self, read$ }),
      map((count): DeskEvent => ({ kind: 'unread', count })),
    ),
  ).pipe(
    bufferTime(PERIOD),
    filter((events) => events.length > 0),
    scan(deskAfter, emptyDesk),
    startWith(emptyDesk),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
}

/** Whatever is looked at is read, to its end. */
export const readMarks = (
  { chats$ }: ConsoleSession,
  selected$: Observable<string | undefined>,
): Observable<ReadMark> =>
  selected$.pipe(
    switchMap((chatId) =>
      chats$.pipe(
        map((chats) => (chatId === undefined ? undefined : chats.get(chatId)?.transcript.lastIndex)),
        distinctUntilChanged(),
        map((index) => ({ chatId, index })),
      ),
    ),
    filter((mark): mark is ReadMark => mark.chatId !== undefined && mark.index !== undefined),
  );
