import {
  defer,
  finalize,
  ignoreElements,
  merge,
  type Observable,
  repeat,
  retry,
  type SchedulerLike,
  tap,
  timer,
} from 'rxjs';
import {
  adviceGuard,
  type BayeuxClient,
  type BayeuxMessage,
  type ConnectionStatus,
  connectionStatus,
  fromChannel,
} from '../channel/index.ts';
import { withExtension } from '../channel/withExtension.ts';
import { ConnectionDeniedError } from './errors.ts';
import { holeBetween } from './hole.ts';
import type { StatusBoard } from './statusBoard.ts';

/**
 * The messages of a channel of a client that is the user's: it handshakes and disconnects as they please, and what it
 * leaves is waited for. Errors with `ConnectionDeniedError` if the channel is denied.
 */
export const clientConnection = (
  client: BayeuxClient,
  channel: string,
  status: StatusBoard,
  scheduler: SchedulerLike,
): Observable<BayeuxMessage> =>
  defer(() => {
    const unguard = withExtension(client, adviceGuard());
    /** The session that was connected last, and since when it is not. */
    let last: { readonly clientId: string | undefined; readonly lostAt?: number } | undefined;
    const tell = ({ state, ...details }: ConnectionStatus): void => {
      const { clientId, since } = details;
      if (state !== 'connected') {
        if (last !== undefined) last = { lostAt: since, ...last };
        // Only the session itself can be closed: the client may handshake again.
        status.tell(state === 'closed' ? 'idle' : state, details);
        return;
      }
      const lostAt = last?.clientId === clientId ? undefined : last?.lostAt;
      status.tell(state, lostAt === undefined ? details : { ...details, reason: holeBetween(lostAt, since) });
      last = { clientId };
    };
    const status$ = connectionStatus(client).pipe(tap(tell), ignoreElements());
    const messages$ = fromChannel(client, channel).pipe(
      retry({
        delay: (error: unknown) => {
          const { name, message } = error instanceof Error ? error : new Error(String(error));
          if (name === 'SessionEndedError') return timer(0, scheduler); // the next handshake is waited for
          if (name !== 'SubscriptionDeniedError') throw error;
          const denied = status.tell('denied', { attempt: 0, reason: message });
          throw new ConnectionDeniedError(denied.reason ?? '');
        },
      }),
      repeat({ delay: () => timer(0, scheduler) }),
    );
    // The channel first: until it is acknowledged the session is not connected.
    return merge(messages$, status$).pipe(
      finalize(() => {
        unguard();
        status.leave();
      }),
    );
  });
