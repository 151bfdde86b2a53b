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
import { denial, SessionEndedError, SubscriptionDeniedError } from '../channel/errors.ts';
import { withExtension } from '../channel/withExtension.ts';
import { ConnectionDeniedError } from './errors.ts';
import { holeBetween } from './hole.ts';
import type { StatusBoard } from './statusBoard.ts';

export interface ClientConnectionOptions {
  readonly client: BayeuxClient;
  readonly channel: string;
  readonly status: StatusBoard;
  readonly scheduler: SchedulerLike;
  /** Called when the channel is acknowledged, with the instant from which on something may be missing, or `undefined` at a start. */
  readonly onMissing: (lostFrom: number | undefined) => void;
  /** Whether what is missing is asked for elsewhere; else the status tells of it. */
  readonly isRestored: boolean;
}

/**
 * The messages of a channel of a client that is the user's: it handshakes and disconnects as they please, and what it
 * leaves is waited for. Errors with `ConnectionDeniedError` if the channel is denied.
 */
export const clientConnection = ({
  client,
  channel,
  status,
  scheduler,
  onMissing,
  isRestored,
}: ClientConnectionOptions): Observable<BayeuxMessage> =>
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
      const before = last;
      const isLost = before?.clientId !== clientId && before?.lostAt !== undefined;
      const reason = isLost && !isRestored ? holeBetween(before.lostAt, since) : undefined;
      last = { clientId };
      status.tell(state, reason === undefined ? details : { ...details, reason });
      // Nobody knows whether this client and its server acknowledge what they receive.
      if (before?.clientId !== clientId || before?.lostAt !== undefined) onMissing(before?.lostAt);
    };
    const status$ = connectionStatus(client).pipe(tap(tell), ignoreElements());
    const messages$ = fromChannel(client, channel).pipe(
      retry({
        delay: (error: unknown) => {
          if (error instanceof SessionEndedError) return timer(0, scheduler); // the next handshake is waited for
          if (!(error instanceof SubscriptionDeniedError)) throw error;
          const denied = status.tell('denied', { attempt: 0, reason: denial(error.channel, error.reply) });
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
