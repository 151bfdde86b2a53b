import { catchError, defer, Observable, type SchedulerLike, Subject, Subscription, switchMap } from 'rxjs';
import {
  adviceGuard,
  type BayeuxMessage,
  type ConnectionStatus,
  connectionStatus,
  fromChannel,
} from '../channel/index.ts';
import { isDenied } from '../channel/replies.ts';
import { denial, ending, SessionEndedError, SubscriptionDeniedError } from '../channel/errors.ts';
import type { CometDClient, SessionTransport } from '../transport/transport.ts';
import { readableError } from '../transport/readable.ts';
import { leave } from './leave.ts';
import { networkDelay } from './networkDelay.ts';
import { kindOf, Trouble, troubleOf } from './trouble.ts';
import { watchdog } from './watchdog.ts';

export interface BayeuxSessionOptions {
  readonly transport: SessionTransport;
  readonly url: string;
  readonly channel: string;
  readonly transports: readonly string[];
  readonly ack: boolean;
  readonly scheduler: SchedulerLike;
  /**
   * How long to wait before the next `/meta/connect` of the same session, in which something may be lost unless client
   * and server acknowledge what they receive; throws what ends it instead.
   */
  readonly retryIn: (trouble: Trouble, clientId: string | undefined, isAcknowledged: boolean) => number;
  readonly onStatus: (status: ConnectionStatus) => void;
  /** Called when the server has taken the handshake, and with it the login. */
  readonly onWelcome: () => void;
  /** Called whenever a poll succeeds: nothing was lost until then. */
  readonly onAlive: () => void;
  /** Called when a WebSocket turns out not to be let through, while there may be other ways. */
  readonly onStuck: () => void;
  /** Called with a promise of the end, when the session is left. */
  readonly onLeaving: (left: Promise<void>) => void;
}

/**
 * The messages of a channel in one Bayeux session: a client of its own, a single handshake, and polls until the session
 * is over. It errors with a {@link Trouble}, or with what `retryIn` throws, and never handshakes again by itself: an end
 * is always told, so whoever tries again decides when.
 */
export const bayeuxSession = (options: BayeuxSessionOptions): Observable<BayeuxMessage> =>
  defer(() => options.transport.createClient(options)).pipe(
    catchError((error: unknown) => {
      const isFinal = error instanceof Error && error.name === 'UnusableError';
      throw isFinal ? error : new Trouble('failed', readableError(error));
    }),
    switchMap((client) => inSession(client, options)),
  );

const inSession = (client: CometDClient, options: BayeuxSessionOptions): Observable<BayeuxMessage> =>
  new Observable((subscriber) => {
    const { channel, scheduler } = options;
    const replies$ = new Subject<BayeuxMessage | undefined>();
    let retry = Subscription.EMPTY;
    let isAcknowledged = false;
    let isSubscribed = false;
    let isPolling = false;
    /** Since when polls have failed. */
    let failingFrom: number | undefined;
    client.configure({
      url: options.url,
      logLevel: 'warn',
      maxNetworkDelay: networkDelay,
      connectTimeout: networkDelay,
    });
    client.registerExtension('adviceGuard', adviceGuard());
    // Taken before the client looks for listeners, which would cost more than all the rest that it does about a message.
    client.registerExtension('straight', {
      incoming: (message: BayeuxMessage) => {
        // What lacks its data CometD would show on the console instead of telling anybody.
        const told = isDataMissing(message) ? { ...message, data: null } : message;
        // Until the first poll, the client counts the messages that came with the handshake.
        if (!isSubscribed || !isPolling || told.channel !== channel) return told;
        subscriber.next(told);
        return null;
      },
    });

    const isLeft = (): boolean => subscriber.closed;
    const decideByCometD = client.onTransportFailure.bind(client);
    client.onTransportFailure = (message, failure, decide) => {
      const trouble = troubleOf(message);
      const end = (error: unknown): void => {
        decide({ ...failure, action: 'none' });
        subscriber.error(error);
      };
      if (isLeft() || kindOf(trouble) !== 'failed' || failure.action === 'none') {
        end(trouble);
      } else if (message.channel === '/meta/connect') {
        failingFrom ??= scheduler.now();
        const isStuck = hasOtherWays(client, options) && scheduler.now() - failingFrom > networkDelay;
        if (isStuck) options.onStuck();
        if (failure.action !== 'retry' || isStuck) {
          end(trouble);
          return;
        }
        try {
          const delay = options.retryIn(trouble, client.getClientId() ?? undefined, isAcknowledged);
          if (isLeft()) {
            end(trouble); // by who saw the status change
            return;
          }
          retry = scheduler.schedule(() => {
            replies$.next(undefined);
            decide({ ...failure, delay: 0 });
          }, delay);
        } catch (error) {
          end(error);
        }
      } else if (options.transports.length === 1) {
        end(trouble); // of which CometD would complain on the console
      } else {
        const tried = client.getTransport()?.type;
        decideByCometD(message, failure, (decision) => {
          const next = decision.transport?.type;
          if (decision.action !== 'handshake' || next === undefined || next === tried) {
            if (hasOtherWays(client, options)) options.onStuck();
            end(trouble);
            return;
          }
          replies$.next(undefined);
          decide(decision);
        });
      }
    };

    const fail = (error: unknown): void => {
      subscriber.error(endOf(error));
    };
    const streams = new Subscription();
    subscriber.add(() => {
      retry.unsubscribe();
      options.onLeaving(leave(client, scheduler)); // before the channel is left, which would only cost a request
      streams.unsubscribe();
      replies$.complete();
    });
    const handles = ['/meta/handshake', '/meta/connect', '/meta/subscribe'].map((meta) =>
      client.addListener(meta, (reply) => {
        if (reply.successful === true && meta === '/meta/connect') {
          isPolling = true;
          failingFrom = undefined;
          options.onAlive();
        }
        if (meta === '/meta/subscribe') isSubscribed = reply.successful === true;
        if (meta === '/meta/handshake') isAcknowledged = options.ack && isAcknowledging(reply);
        if (reply.successful === true && meta === '/meta/handshake') options.onWelcome();
        replies$.next(reply);
        // A denial is told by the channel, which would try again all the rest by itself.
        if (meta === '/meta/subscribe' && !isSubscribed && !isDenied(reply)) fail(troubleOf(reply));
      }),
    );
    streams.add(() => {
      for (const handle of handles) client.removeListener(handle);
    });
    streams.add(watchdog(replies$, scheduler).subscribe({ error: fail }));
    streams.add(
      fromChannel(client, channel).subscribe({
        next: (message) => {
          subscriber.next(message);
        },
        error: fail,
        complete: () => {
          fail(new Trouble('lost', 'the client was disconnected'));
        },
      }),
    );
    streams.add(
      connectionStatus(client).subscribe({
        next: (status) => {
          // A client whose channel was left has none to wait for, and calls itself connected.
          if (!subscriber.closed) options.onStatus(status);
        },
        error: fail,
      }),
    );
    client.handshake();
  });

/** Whether it is neither a reply nor does it have what a message is for. */
const isDataMissing = ({ channel, data, successful }: BayeuxMessage): boolean =>
  data === undefined && successful === undefined && !channel.startsWith('/meta/');

const hasOtherWays = (client: CometDClient, { transports }: BayeuxSessionOptions): boolean =>
  client.getTransport()?.type === 'websocket' && transports.some((name) => name !== 'websocket');

/** Whether the server has the ack extension, too. */
const isAcknowledging = ({ ext }: BayeuxMessage): boolean =>
  typeof ext === 'object' && ext !== null && 'ack' in ext && ext.ack === true;

/** Why the channel ended, in the terms of a session. */
function endOf(error: unknown): unknown {
  if (error instanceof SessionEndedError) return new Trouble('lost', ending(error.reply));
  if (error instanceof SubscriptionDeniedError)
    return new Trouble('denied', denial(error.channel, error.reply));
  return error;
}
