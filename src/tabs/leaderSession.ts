import { asyncScheduler, filter, map, merge, Subject, Subscription, take } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import type { ChatNotification } from '../model/index.ts';
import type { DeskData } from '../session/desk/index.ts';
import type { ChatSession } from '../session/index.ts';
import { reportError } from '../session/machine.ts';
import { startSession } from '../session/startSession.ts';
import { inOrder } from './inOrder.ts';
import type { Item } from './protocol.ts';
import type { SharedSessionOptions } from './types.ts';

/** The session that a leader runs for all tabs. */
export interface LeaderSession {
  readonly session: ChatSession;
  /** Nothing is emitted after that. */
  readonly stop: () => Promise<void>;
}

/** So long notifications wait for the end of the backfill of a takeover, in milliseconds: the server may be slow. */
const longestHold = 5_000;

/** The states of the list are shown at once. */
const isHeld = ({ kind, origin }: ChatNotification): boolean => kind === 'messages' || origin === 'live';

/**
 * Starts a session that goes on from what a tab knows, so that it fetches only what is missing.
 *
 * @param isTakeover - there was a connection before: this one is a reconnection.
 */
export function leaderSession(
  options: SharedSessionOptions,
  seed: DeskData,
  isTakeover: boolean,
  emit: (item: Item) => void,
): LeaderSession {
  const { scheduler = asyncScheduler } = options;
  const { session } = startSession(options, seed);
  const ready$ = new Subject<Item>();
  let wasConnected = false;
  let isReady = false;

  function itemOf(status: ConnectionStatus): Item {
    if (status.state === 'connected') whenConnected();
    const isReconnecting = isTakeover && !wasConnected && status.state === 'connecting';
    return { kind: 'status', status: isReconnecting ? { ...status, state: 'reconnecting' } : status };
  }

  function whenConnected(): void {
    wasConnected = true;
    if (isReady) return;
    session.ready().then(
      () => {
        if (!isReady) ready$.next({ kind: 'ready' });
        isReady = true;
      },
      () => undefined, // the status tells why
    );
  }

  let isReplaying = true;
  const items$ = merge(
    session.failures$.pipe(map((failure): Item => ({ kind: 'failure', failure }))),
    session.foreign$.pipe(map((failure): Item => ({ kind: 'foreign', failure }))),
    session.backfilled$.pipe(map((backfilled): Item => ({ kind: 'backfilled', backfilled }))),
    session.notifications$.pipe(
      filter(() => !isReplaying), // what the seed brought is known in all tabs
      map((notification): Item => ({ kind: 'notification', notification })),
    ),
    session.chats$.pipe(
      take(1),
      map((): Item => ({ kind: 'listed' })),
    ),
    session.status$.pipe(
      filter(({ state }) => state !== 'idle'), // it is about to connect
      map(itemOf),
    ),
    ready$,
  );
  // After a takeover, what was missed comes first: else each tab would emit it behind what is live.
  let limit = Subscription.EMPTY;
  let held: ChatNotification[] | undefined = isTakeover ? [] : undefined;
  function release(): void {
    const notifications = inOrder(held ?? []);
    held = undefined;
    for (const notification of notifications) emit({ kind: 'notification', notification });
  }
  const listening = items$.subscribe({
    next: (item) => {
      if (item.kind === 'ready') release();
      if (held === undefined || item.kind !== 'notification' || !isHeld(item.notification)) emit(item);
      else if (held.push(item.notification) === 1) limit = scheduler.schedule(release, longestHold);
    },
    error: reportError,
  });
  isReplaying = false;

  return {
    session,
    stop: () => {
      limit.unsubscribe();
      listening.unsubscribe();
      return session.close();
    },
  };
}
