import { bufferTime, map, merge, type Observable, scan, startWith, switchMap } from 'rxjs';
import {
  awaitingReply,
  byNickname,
  type ChatNotification,
  filterByChat,
  type ReadMark,
  statusChanges,
  transcriptAccumulator,
  typingParticipants,
  unreadCount,
} from 'rx-chat-notifications';
import {
  type Flag,
  type Lane,
  type MarbleShape,
  type Strip,
  stripAfter,
  type StripEvent,
  emptyStrip,
} from '../model/marbles.ts';
import { initialOf } from '../model/marbleLabels.ts';
import type { ConsoleSession } from './session.ts';

const PERIOD = 60;

/** What is drawn, of which chat (of all without one), and what else there is to see. */
export interface StripSources {
  readonly session: ConsoleSession;
  readonly read$: Observable<ReadMark>;
  readonly scope$: Observable<string | undefined>;
  readonly flags$: Observable<Flag>;
}

export const stripOf = ({ session, read$, scope$, flags$ }: StripSources): Observable<Strip> =>
  merge(
    scope$.pipe(
      switchMap((chatId) =>
        marblesOf(session, read$, (notifications$) =>
          chatId === undefined ? notifications$ : notifications$.pipe(filterByChat(chatId)),
        ),
      ),
    ),
    session.failures$.pipe(map(({ kind }) => marble('failures$', 'failure', initialOf(kind), ''))),
    session.status$.pipe(
      map(({ state }): StripEvent => ({
        kind: 'connected',
        at: Date.now(),
        isConnected: state === 'connected',
      })),
    ),
    flags$.pipe(map((flag): StripEvent => ({ kind: 'flag', flag }))),
  ).pipe(
    bufferTime(PERIOD),
    scan((strip, events: readonly StripEvent[]) => stripAfter(strip, events, Date.now()), emptyStrip),
    startWith(emptyStrip),
  );

const marble = (lane: Lane, shape: MarbleShape, label: string, chatId: string): StripEvent => ({
  kind: 'marble',
  marble: { lane, at: Date.now(), shape, label, chatId },
});

/** What each operator makes of the notifications. */
function marblesOf(
  { notifications$, self }: ConsoleSession,
  read$: Observable<ReadMark>,
  scoped: (notifications$: Observable<ChatNotification>) => Observable<ChatNotification>,
): Observable<StripEvent> {
  const isSelf = byNickname(self);
  const of$ = scoped(notifications$);
  return merge(
    of$.pipe(
      map(({ origin, notificationType, chatId = '' }) =>
        marble('notifications$', origin === 'live' ? 'live' : 'fetched', initialOf(notificationType), chatId),
      ),
    ),
    of$.pipe(
      statusChanges(),
      map(({ chatId, current }) => marble('statusChanges', 'live', initialOf(current), chatId)),
    ),
    of$.pipe(
      transcriptAccumulator(),
      map(({ chatId, inserted, length }) =>
        marble('transcript', inserted.length > 0 ? 'late' : 'live', String(length), chatId),
      ),
    ),
    of$.pipe(
      typingParticipants(),
      map(({ chatId, participants }) => marble('typing', 'live', String(participants.length), chatId)),
    ),
    of$.pipe(
      unreadCount({ self: isSelf, read$ }),
      map(({ chatId, unread }) => marble('unreadCount', 'live', String(unread), chatId)),
    ),
    of$.pipe(
      awaitingReply({ self: isSelf }),
      map(({ chatId, waiting }) => marble('awaitingReply', 'live', String(waiting.length), chatId)),
    ),
  );
}
