import { Subscription, take } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import type { DeskData } from '../session/desk/index.ts';
import type { ChatSession } from '../session/index.ts';
import { startSession } from '../session/startSession.ts';
import type { Item } from './protocol.ts';
import type { SharedSessionOptions } from './types.ts';

/** The session that a leader runs for all tabs. */
export interface LeaderSession {
  readonly session: ChatSession;
  /** Nothing is emitted after that. */
  readonly stop: () => Promise<void>;
}

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
  const { session } = startSession(options, seed);
  const listening = new Subscription();
  let wasConnected = false;
  let isReplaying = true;
  let isReady = false;

  function onStatus(status: ConnectionStatus): void {
    if (status.state === 'connected') whenConnected();
    if (isReplaying) return; // it was not started
    const isReconnecting = isTakeover && !wasConnected && status.state === 'connecting';
    emit({ kind: 'status', status: isReconnecting ? { ...status, state: 'reconnecting' } : status });
  }

  function whenConnected(): void {
    wasConnected = true;
    if (isReady) return;
    session.ready().then(
      () => {
        if (isReady || listening.closed) return;
        isReady = true;
        emit({ kind: 'ready' });
      },
      () => undefined, // the status tells why
    );
  }

  listening.add(session.failures$.subscribe((failure) => { emit({ kind: 'failure', failure }); }));
  listening.add(session.foreign$.subscribe((failure) => { emit({ kind: 'foreign', failure }); }));
  listening.add(session.backfilled$.subscribe((backfilled) => { emit({ kind: 'backfilled', backfilled }); }));
  listening.add(
    session.notifications$.subscribe((notification) => {
      // What the seed brought is known in all tabs.
      if (!isReplaying) emit({ kind: 'notification', notification });
    }),
  );
  listening.add(session.chats$.pipe(take(1)).subscribe(() => { emit({ kind: 'listed' }); }));
  listening.add(session.status$.subscribe(onStatus));
  isReplaying = false;
  onStatus(session.status);

  return {
    session,
    stop: () => {
      listening.unsubscribe();
      return session.close();
    },
  };
}
