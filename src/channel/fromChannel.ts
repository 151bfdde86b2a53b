import { asyncScheduler, defer, Observable, type SchedulerLike, share, Subscription } from 'rxjs';
import type { BayeuxClient, BayeuxHandle, BayeuxMessage } from './bayeuxClient.ts';
import type { ClientEvent } from './clientEvents.ts';
import { type ClientLink, linkOf } from './clientLink.ts';
import { SessionEndedError, SubscriptionDeniedError } from './errors.ts';
import { decided, isAbout, isAdvisedToStop, isDenied, isHandshaken, isUnsolicited } from './replies.ts';

/** Options of `fromChannel` and `connectionStatus`. */
export interface ChannelOptions {
  /** Every timer and every clock reading uses it. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

const firstRetryDelay = 1_000;
/** In milliseconds. */
const longestRetryDelay = 30_000;

/**
 * The messages of one channel of a CometD client, as they come.
 *
 * Cold: the first subscriber subscribes to the channel on the server, all subscribers of one client and channel share
 * that subscription, the last to leave unsubscribes. Subscribing before the handshake waits for it. After every
 * re-handshake (server restart, expired session) it subscribes again, by itself.
 *
 * It errors with {@link SubscriptionDeniedError} if the server denies the subscription, and with
 * {@link SessionEndedError} if the server ends the session and wants no other. It completes on the client's own
 * `disconnect()`. Nothing else ends it.
 *
 * Messages that are published while no session is subscribed are missed: a re-handshake may leave a gap.
 *
 * @param client - a CometD client, 5 to 9, a wrapper around one, or `fakeBayeuxClient()` of the testing kit.
 * @param channel - a channel name, e.g. `/v2/me/chats`.
 * @param options - `scheduler` times the retries of a subscription that failed; that of the first subscriber counts.
 * @throws TypeError if `channel` does not start with a slash.
 *
 * @example
 * import { fromChannel } from 'rx-chat-notifications';
 * import { fakeBayeuxClient } from 'rx-chat-notifications/testing';
 *
 * const client = fakeBayeuxClient();
 * fromChannel(client, '/v2/me/chats').subscribe(({ data }) => console.log(data));
 * client.handshake();
 * client.publish('/v2/me/chats', 'before');
 * client.handshake(); // the server restarted: a new session, all subscriptions gone
 * client.publish('/v2/me/chats', 'after');
 * // → before
 * // → after
 */
export function fromChannel(
  client: BayeuxClient,
  channel: string,
  { scheduler = asyncScheduler }: ChannelOptions = {},
): Observable<BayeuxMessage> {
  const link = linkOf(client, 'fromChannel');
  if (typeof channel !== 'string' || !channel.startsWith('/')) {
    const got = typeof channel === 'string' ? `"${channel}"` : typeof channel;
    throw new TypeError(`fromChannel: channel must be a channel name that starts with '/', got ${got}`);
  }
  return defer(() => {
    const shared =
      link.channels.get(channel) ?? channelMessages(client, channel, link, scheduler).pipe(share());
    link.channels.set(channel, shared);
    return shared;
  });
}

const channelMessages = (
  client: BayeuxClient,
  channel: string,
  link: ClientLink,
  scheduler: SchedulerLike,
): Observable<BayeuxMessage> =>
  new Observable((subscriber) => {
    let handle: BayeuxHandle | undefined;
    /** Marks the current subscription: messages of one of an earlier session are dropped. */
    let current: { readonly clientId: string | null | undefined } | undefined;
    let isPending = false;
    let isLeaving = client.getStatus() === 'disconnecting';
    let retry = Subscription.EMPTY;
    let retryDelay = firstRetryDelay;

    const isLeft = (): boolean => subscriber.closed;

    const setPending = (pending: boolean): void => {
      const change = Number(pending) - Number(isPending);
      isPending = pending;
      if (change !== 0) link.pending$.next(link.pending$.value + change);
    };

    const dropSubscription = (): void => {
      current = undefined;
      retry.unsubscribe();
      if (handle !== undefined) client.removeListener(handle);
      handle = undefined;
    };

    const leave = (left: BayeuxHandle): void => {
      if (isHandshaken(client)) client.unsubscribe(left);
      else client.removeListener(left);
    };

    const subscribe = (): void => {
      dropSubscription();
      setPending(true);
      if (isLeft()) return; // by who saw the status change
      const attempt = (current = { clientId: client.getClientId() });
      try {
        const taken = client.subscribe(
          channel,
          (message) => {
            if (current === attempt) subscriber.next(message);
          },
          (reply) => {
            if (current === attempt) onReply(decided(reply));
          },
        );
        if (isLeft()) leave(taken);
        else if (current === attempt) handle = taken;
        else client.removeListener(taken);
      } catch (error) {
        subscriber.error(error);
      }
    };

    const onReply = (reply: BayeuxMessage): void => {
      if (reply.successful === true) {
        retryDelay = firstRetryDelay;
        setPending(false);
        return;
      }
      dropSubscription(); // the client has removed the subscription, and all others of the channel
      if (isDenied(reply)) {
        subscriber.error(new SubscriptionDeniedError(channel, reply));
        return;
      }
      setPending(true);
      retry = scheduler.schedule(() => {
        if (isHandshaken(client)) subscribe();
      }, retryDelay);
      retryDelay = Math.min(2 * retryDelay, longestRetryDelay);
    };

    const onEvent = (event: ClientEvent): void => {
      switch (event.type) {
        case 'handshake':
          if (
            event.reply.successful === true &&
            isHandshaken(client) &&
            current?.clientId !== client.getClientId()
          ) {
            subscribe();
          }
          break;
        case 'subscribe':
          // Also of a subscription that somebody else asked for, with which the client removes this one.
          if (event.reply.successful !== true && current !== undefined && isAbout(channel, event.reply)) {
            onReply(event.reply);
          }
          break;
        case 'handshakeSent':
        case 'givenUp':
        case 'pending':
          break;
        case 'connect':
          if (isAdvisedToStop(event.reply) && isHandshaken(client))
            subscriber.error(new SessionEndedError(event.reply));
          break;
        case 'disconnect':
          if (isUnsolicited(event.reply)) subscriber.error(new SessionEndedError(event.reply));
          else if (!isLeaving) subscriber.complete();
          isLeaving = false;
          break;
      }
    };

    const fail = (error: unknown): void => {
      subscriber.error(error);
    };
    subscriber.add(() => {
      link.channels.delete(channel);
      const left = handle;
      handle = undefined;
      dropSubscription();
      setPending(false);
      if (left !== undefined) leave(left);
    });
    subscriber.add(link.statusOn(scheduler).subscribe({ error: fail })); // a later `connectionStatus` of this client replays it
    subscriber.add(link.events$.subscribe({ next: onEvent, error: fail }));
    if (isHandshaken(client)) subscribe();
  });
