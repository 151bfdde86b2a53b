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
import type { ChatView, ReadMark } from 'rx-chat-notifications';
import { type Desk, deskAfter, type DeskEvent, emptyDesk } from '../model/desk.ts';
import type { Derived } from './derived.ts';
import type { ConsoleSession } from './session.ts';

/** How often the desk is drawn at most, in milliseconds: faster than that nobody reads. */
const PERIOD = 200;

/** The whole desk, some times a second. */
export const deskOf = (
  { chats$ }: ConsoleSession,
  { awaited$, unread$ }: Pick<Derived, 'awaited$' | 'unread$'>,
): Observable<Desk> =>
  merge(
    chats$.pipe(map((chats): DeskEvent => ({ kind: 'chats', chats }))),
    awaited$.pipe(map((reply): DeskEvent => ({ kind: 'awaited', reply, at: Date.now() }))),
    unread$.pipe(map((count): DeskEvent => ({ kind: 'unread', count }))),
  ).pipe(
    bufferTime(PERIOD),
    filter((events) => events.length > 0),
    scan(deskAfter, emptyDesk),
    startWith(emptyDesk),
    shareReplay({ bufferSize: 1, refCount: true }),
  );

/** Whatever is looked at is read, to its end. */
export const readMarks = (
  { chats$ }: ConsoleSession,
  selected$: Observable<string | undefined>,
): Observable<ReadMark> =>
  selected$.pipe(
    switchMap((chatId) =>
      chats$.pipe(
        map((chats) => (chatId === undefined ? undefined : chats.get(chatId))),
        distinctUntilChanged((one, other) => one?.transcript === other?.transcript),
        map(markOf),
      ),
    ),
    filter((mark) => mark !== undefined),
  );

/** With the time, if it is known: two messages can have one index, and indices can restart. */
function markOf(view: ChatView | undefined): ReadMark | undefined {
  const last = view?.transcript.at(-1);
  if (view === undefined || last === undefined) return undefined;
  const { index, sentAt } = last;
  return { chatId: view.chatId, index, ...(sentAt !== undefined && { sentAt }) };
}
