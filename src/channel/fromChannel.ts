import { asyncScheduler, Observable, share, Subscription } from 'rxjs';
import type { BayeuxClient, BayeuxHandle, BayeuxMessage } from './bayeuxClient.ts';
import type { ClientEvent } from './clientEvents.ts';
import { type ClientLink, linkOf } from './clientLink.ts';
import { SessionEndedError, SubscriptionDeniedError } from './errors.ts';
import { isAdvisedToStop, isSessionUnknown, isUnsolicited } from './replies.ts';

const firstRetryDelay = 1_000;
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
 * What is published while no session is subscribed is not heard: a re-handshake may leave a hole.
 *
 * @param client - a CometD client, 5 to 9, a wrapper around one, or `fakeBayeuxClient()` of the testing kit.
 * @param channel - a channel name, e.g. `/v2/me/chats`.
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
export function fromChannel(client: BayeuxClient, channel: string): Observable<BayeuxMessage> {
  if (typeof channel !== 'string' || !channel.startsWith('/')) {
    throw new TypeError(
      `fromChannel: channel must be a channel name that starts with '/', got ${JSON.stringify(channel)}`,
    );
  }
  const link = linkOf(client, 'fromChannel');
  const known = link.channels.get(channel);
  if (known !== undefined) return known;
  const messages$ = channelMessages(client, channel, link).pipe(share());
  link.channels.set(channel, messages$);
  return messages$;
}

const channelMessages = (
  client: BayeuxClient,
  channel: string,
  link: ClientLink,
): Observable<BayeuxMessage> =>
  new Observable((subscriber) => {
    let handle: BayeuxHandle | undefined;
    /** Marks the subscription that counts: one of an earlier session must be heard no more. */
    let current: object | undefined;
    let isPending = false;
    let isLeaving = client.getStatus() === 'disconnecting';
    let retry = Subscription.EMPTY;
    let retryDelay = firstRetryDelay;

    const setPending = (pending: boolean): void => {
      if (pending !== isPending) link.pending$.next(link.pending$.value + (pending ? 1 : -1));
      isPending = pending;
    };

    const letGo = (): void => {
      current = undefined;
      retry.unsubscribe();
      if (handle !== undefined) client.removeListener(handle);
      handle = undefined;
    };

    const subscribe = (): void => {
      letGo();
      setPending(true);
      const attempt = (current = {});
      try {
        const taken = client.subscribe(
          channel,
          (message) => {
            if (current === attempt) subscriber.next(message);
          },
          (reply) => {
            if (current === attempt) onReply(reply);
          },
        );
        if (current === attempt) handle = taken;
      } catch (error) {
        subscriber.error(error);
      }
    };

    const onReply = (reply: BayeuxMessage): void => {
      if (reply.successful === true) {
        retryDelay = firstRetryDelay;
        setPending(false);
      } else if (reply.failure !== undefined) {
        letGo();
        retry = asyncScheduler.schedule(() => {
          if (isHandshaken(client)) subscribe();
        }, retryDelay);
        retryDelay = Math.min(2 * retryDelay, longestRetryDelay);
      } else if (isSessionUnknown(reply)) {
        letGo(); // the handshake that follows subscribes again
      } else {
        letGo();
        subscriber.error(new SubscriptionDeniedError(channel, reply));
      }
    };

    const onEvent = (event: ClientEvent): void => {
      if (event.type === 'handshake' && event.reply.successful === true) {
        subscribe();
      } else if (event.type === 'connect' && isAdvisedToStop(event.reply) && isHandshaken(client)) {
        subscriber.error(new SessionEndedError(event.reply));
      } else if (event.type === 'disconnect') {
        if (isUnsolicited(event.reply)) subscriber.error(new SessionEndedError(event.reply));
        else if (!isLeaving) subscriber.complete();
        isLeaving = false;
      }
    };

    const fail = (error: unknown): void => {
      subscriber.error(error);
    };
    subscriber.add(link.status$.subscribe({ error: fail })); // so that the status is known to whoever asks for it later
    subscriber.add(link.events$.subscribe({ next: onEvent, error: fail }));
    subscriber.add(() => {
      setPending(false);
      if (handle !== undefined && isHandshaken(client)) {
        client.unsubscribe(handle);
        handle = undefined;
      }
      letGo();
    });
    if (isHandshaken(client)) subscribe();
  });

/** Whether there is a session to subscribe in; inside the callbacks of its handshake a client still says `handshaking`. */
function isHandshaken(client: BayeuxClient): boolean {
  const status = client.getStatus();
  return (
    status === 'connected' ||
    status === 'connecting' ||
    (status === 'handshaking' && client.getClientId() != null)
  );
}
