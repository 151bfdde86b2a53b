import type {
  BayeuxClient,
  BayeuxExtension,
  BayeuxFailure,
  BayeuxHandle,
  BayeuxMessage,
} from '../channel/bayeuxClient.ts';

type Listener = (message: BayeuxMessage) => void;

interface Entry {
  readonly channel: string;
  readonly listener: Listener;
  readonly isSubscription: boolean;
}

/** A Bayeux client without a network. The test plays the server; every reply comes at once. */
export interface FakeBayeuxClient extends BayeuxClient {
  /**
   * Handshakes and connects. Called again it is what a server restart or an expired session leads to: a new session,
   * and all subscriptions are gone.
   */
  handshake(): void;
  /** The server refuses the handshake and wants no other. */
  denyHandshake(error?: string): void;
  /** From now on the server answers subscriptions with this error; `undefined` grants them again. */
  denySubscriptions(error?: string): void;
  /** From now on no subscription is answered, until `answerSubscriptions()`. */
  holdSubscriptions(): void;
  /** Answers the subscriptions that were held, and later ones at once. */
  answerSubscriptions(): void;
  /** From now on requests to subscribe fail without reaching the server; `undefined` lets them pass again. */
  failSubscriptions(failure?: BayeuxFailure): void;
  /** The network fails: the `/meta/connect` gets no reply. */
  interrupt(failure?: BayeuxFailure): void;
  /** A `/meta/connect` succeeds again within the same session. */
  resume(): void;
  /** The server no longer knows the session, and the client is about to handshake again. */
  expireSession(): void;
  /** The server ends the session and wants no other. */
  endSession(): void;
  /** The server answers a `/meta/connect`, well or not, with the advice to stop, and the client does. */
  retire(successful?: boolean): void;
  /** The client's own disconnect. */
  disconnect(): void;
  /**
   * Publishes on a channel; its subscribers receive it. The data are as a server sends them: `canonical(notification).data`
   * makes them of what a builder gives.
   */
  publish(channel: string, data: unknown): void;
  /** The channels that the server holds a subscription for. */
  readonly subscriptions: readonly string[];
  /** What the client asked of the server, e.g. `/meta/subscribe /v2/me/chats`. */
  readonly requests: readonly string[];
}

/**
 * An in-memory Bayeux client for unit tests. It behaves as CometD's own does: subscribing while disconnected throws, a
 * re-handshake takes all subscriptions away, and a second subscription to one channel is not sent to the server.
 *
 * @example
 * import { fromChannel } from 'rx-chat-notifications';
 * import { fakeBayeuxClient } from 'rx-chat-notifications/testing';
 *
 * const client = fakeBayeuxClient();
 * const subscription = fromChannel(client, '/v2/me/chats').subscribe();
 * client.handshake();
 * console.log(client.subscriptions);
 * // → [ '/v2/me/chats' ]
 * subscription.unsubscribe();
 * console.log(client.requests.at(-1));
 * // → /meta/unsubscribe /v2/me/chats
 */
export function fakeBayeuxClient(): FakeBayeuxClient {
  const entries = new Map<BayeuxHandle, Entry>();
  const extensions = new Map<string, BayeuxExtension>();
  const held: (() => void)[] = [];
  const requests: string[] = [];
  let granted = new Set<string>();
  let status = 'disconnected';
  let clientId: string | null = null;
  let sessions = 0;
  let isHolding = false;
  let denial: string | undefined;
  let failing: BayeuxFailure | undefined;

  const deliver = (message: BayeuxMessage, matches: (entry: Entry) => boolean): void => {
    for (const entry of [...entries.values()])
      if (entries.has(entry) && matches(entry)) entry.listener(message);
  };
  const reply = (sent: BayeuxMessage): void => {
    const message = [...extensions.values()].reduce(
      (seen, extension) => extension.incoming?.(seen) ?? seen,
      sent,
    );
    deliver(message, ({ channel, isSubscription }) => !isSubscription && channel === message.channel);
  };
  const request = (channel: string, detail = ''): void => {
    requests.push(detail === '' ? channel : `${channel} ${detail}`);
    for (const extension of extensions.values()) extension.outgoing?.({ channel });
  };
  const remove = (matches: (entry: Entry) => boolean): void => {
    for (const entry of entries.values()) if (entry.isSubscription && matches(entry)) entries.delete(entry);
  };
  const forgetSubscriptions = (): void => {
    remove(() => true);
    granted = new Set();
    held.length = 0;
  };
  const isSubscribed = (channel: string): boolean =>
    [...entries.values()].some((entry) => entry.isSubscription && entry.channel === channel);

  const answer = (channel: string, onReply: Listener): void => {
    const base = { channel: '/meta/subscribe', id: '3', subscription: channel };
    const isGranted = failing === undefined && denial === undefined;
    if (isGranted) granted.add(channel);
    else remove((entry) => entry.channel === channel);
    const reason = failing !== undefined ? { failure: failing } : denial !== undefined && { error: denial };
    const message: BayeuxMessage = { ...base, successful: isGranted, ...reason };
    onReply(message);
    reply(message);
  };

  const end = (): void => {
    status = 'disconnected';
    clientId = null;
    granted = new Set();
  };
  const connect = (): void => {
    reply({ channel: '/meta/connect', id: '2', successful: true });
  };

  return {
    addListener(channel, listener) {
      const entry = { channel, listener, isSubscription: false };
      entries.set(entry, entry);
      return entry;
    },
    removeListener(handle: BayeuxHandle) {
      entries.delete(handle);
    },
    subscribe(channel, listener, onReply) {
      if (status === 'disconnected') throw disconnected();
      const isFirst = !isSubscribed(channel);
      const entry = { channel, listener, isSubscription: true };
      entries.set(entry, entry);
      if (isFirst) {
        request('/meta/subscribe', channel);
        if (isHolding)
          held.push(() => {
            answer(channel, onReply);
          });
        else answer(channel, onReply);
      } else {
        onReply({ channel: '/meta/subscribe', subscription: channel, successful: true });
      }
      return entry;
    },
    unsubscribe(handle: BayeuxHandle) {
      if (status === 'disconnected') throw disconnected();
      const entry = entries.get(handle);
      entries.delete(handle);
      if (entry === undefined || isSubscribed(entry.channel)) return;
      request('/meta/unsubscribe', entry.channel);
      granted.delete(entry.channel);
    },
    getStatus: () => status,
    getClientId: () => clientId,
    registerExtension(name, extension) {
      extensions.set(name, extension);
      return true;
    },
    unregisterExtension: (name) => extensions.delete(name),

    handshake() {
      status = 'handshaking';
      clientId = null;
      forgetSubscriptions();
      request('/meta/handshake');
      sessions += 1;
      clientId = `session-${sessions}`;
      reply({ channel: '/meta/handshake', id: '1', successful: true, clientId });
      status = 'connected';
      connect();
    },
    denyHandshake(error = '403::handshake_denied') {
      status = 'handshaking';
      request('/meta/handshake');
      reply({ channel: '/meta/handshake', id: '1', successful: false, error, advice: { reconnect: 'none' } });
      status = 'disconnected';
    },
    denySubscriptions(error) {
      denial = error;
    },
    failSubscriptions(failure) {
      failing = failure;
    },
    holdSubscriptions() {
      isHolding = true;
    },
    answerSubscriptions() {
      isHolding = false;
      for (const answerNow of held.splice(0)) answerNow();
    },
    interrupt(failure = { reason: 'connection refused' }) {
      reply({ channel: '/meta/connect', id: '2', successful: false, failure });
    },
    resume: connect,
    expireSession() {
      reply({
        channel: '/meta/connect',
        id: '2',
        successful: false,
        error: '402::Unknown client',
        advice: { reconnect: 'handshake', interval: 0 },
      });
      status = 'handshaking';
    },
    endSession() {
      end();
      reply({ channel: '/meta/disconnect', successful: true });
    },
    retire(successful = false) {
      reply({ channel: '/meta/connect', id: '2', successful, advice: { reconnect: 'none' } });
      end();
    },
    disconnect() {
      if (status === 'disconnected') return;
      status = 'disconnecting';
      request('/meta/disconnect');
      end();
      reply({ channel: '/meta/disconnect', id: '4', successful: true });
    },
    publish(channel, data) {
      const isSubscribedBy = (pattern: string): boolean => granted.has(pattern) && isMatch(pattern, channel);
      deliver({ channel, data }, (entry) => entry.isSubscription && isSubscribedBy(entry.channel));
    },
    get subscriptions() {
      return [...granted];
    },
    get requests() {
      return [...requests];
    },
  };
}

/** CometD's own words, and what helps. */
const disconnected = (): Error =>
  new Error('Illegal state: disconnected. Call handshake() first; fromChannel waits for it');

/** Whether a channel name, exact or ending in `/*` or `/**`, covers a channel. */
function isMatch(pattern: string, channel: string): boolean {
  if (pattern.endsWith('/**')) return channel.startsWith(pattern.slice(0, -2));
  const parent = channel.slice(0, channel.lastIndexOf('/') + 1);
  return pattern === channel || pattern === `${parent}*`;
}
