import { bufferTime, filter, map, merge, type Observable, scan, startWith, withLatestFrom } from 'rxjs';
import { initialOf } from '../model/marbleLabels.ts';
import {
  emptyStrip,
  type Flag,
  type Lane,
  type Marble,
  type MarbleShape,
  type Strip,
  stripAfter,
  type StripEvent,
} from '../model/marbles.ts';
import type { Derived } from './derived.ts';
import type { ConsoleSession } from './session.ts';

const PERIOD = 100;

/** What is drawn, of which chat (of all without one), and what else there is to see. */
export interface StripSources {
  readonly session: ConsoleSession;
  readonly derived: Derived;
  readonly scope$: Observable<string | undefined>;
  readonly flags$: Observable<Flag>;
}

export const stripOf = ({ session, derived, scope$, flags$ }: StripSources): Observable<Strip> =>
  merge(
    marblesOf(session, derived).pipe(
      withLatestFrom(scope$),
      filter(([{ chatId }, scope]) => scope === undefined || chatId === '' || chatId === scope),
      map(([marble]): StripEvent => ({ kind: 'marble', marble })),
    ),
    session.status$.pipe(
      map(({ state }): StripEvent => ({
        kind: 'connected',
        at: Date.now(),
        isConnected: state === 'connected',
      })),
    ),
    scope$.pipe(map((): StripEvent => ({ kind: 'scope' }))),
    flags$.pipe(map((flag): StripEvent => ({ kind: 'flag', flag }))),
  ).pipe(
    bufferTime(PERIOD),
    scan((strip, events: readonly StripEvent[]) => stripAfter(strip, events, Date.now()), emptyStrip),
    startWith(emptyStrip),
  );

/** What comes, and what each operator makes of it. */
function marblesOf(
  { notifications$, failures$ }: ConsoleSession,
  { statuses$, transcripts$, typing$, unread$, awaited$ }: Derived,
): Observable<Marble> {
  return merge(
    notifications$.pipe(
      map(({ origin, notificationType, chatId }) =>
        marble('notifications$', initialOf(notificationType), chatId, origin === 'live' ? 'live' : 'fetched'),
      ),
    ),
    failures$.pipe(map(({ kind }) => marble('failures$', initialOf(kind), undefined, 'failure'))),
    statuses$.pipe(map(({ chatId, current }) => marble('statusChanges', initialOf(current), chatId))),
    transcripts$.pipe(
      map(({ chatId, inserted, length }) =>
        marble('transcript', String(length), chatId, inserted.length > 0 ? 'late' : 'live'),
      ),
    ),
    typing$.pipe(map(({ chatId, participants }) => marble('typing', String(participants.length), chatId))),
    unread$.pipe(map(({ chatId, unread }) => marble('unreadCount', String(unread), chatId))),
    awaited$.pipe(map(({ chatId, waiting }) => marble('awaitingReply', String(waiting.length), chatId))),
  );
}

const marble = (lane: Lane, label: string, chatId = '', shape: MarbleShape = 'live'): Marble => ({
  lane,
  at: Date.now(),
  shape,
  label,
  chatId,
});
