import type { BayeuxClient, BayeuxExtension, BayeuxMessage } from '../../src/channel/index.ts';

type Listener = (message: BayeuxMessage) => void;

/** What the test does to a client, and sees of it. */
export interface StubClient {
  status: string;
  clientId: string | null;
  readonly client: BayeuxClient;
  readonly listeners: ReadonlyMap<object, unknown>;
  readonly extensions: ReadonlyMap<string, BayeuxExtension>;
  /** The subscriptions that were asked for. */
  readonly subscribed: readonly { channel: string; listener: Listener; onReply: Listener }[];
  readonly unsubscribed: readonly object[];
  /** The client receives a message on a meta channel. */
  receive(channel: string, message: Omit<BayeuxMessage, 'channel'>): void;
  /** The client sends a handshake. */
  sendHandshake(): void;
}

/** A client that does nothing by itself: the test is client and server, down to single replies. */
export function stubClient(initial: { status?: string; clientId?: string } = {}): StubClient {
  const listeners = new Map<object, { channel: string; listener: Listener }>();
  const extensions = new Map<string, BayeuxExtension>();
  const subscribed: {
    channel: string;
    listener: Listener;
    onReply: Listener;
  }[] = [];
  const unsubscribed: object[] = [];
  const add = (channel: string, listener: Listener): object => {
    const handle = {};
    listeners.set(handle, { channel, listener });
    return handle;
  };
  const stub: Pick<StubClient, 'status' | 'clientId'> = {
    status: initial.status ?? 'disconnected',
    clientId: initial.clientId ?? null,
  };
  const client: BayeuxClient = {
    addListener: add,
    removeListener: (handle) => listeners.delete(handle),
    subscribe(channel, listener, onReply) {
      if (stub.status === 'disconnected' || stub.status === 'disconnecting') throw new Error('Illegal state');
      subscribed.push({ channel, listener, onReply });
      return add(channel, listener);
    },
    unsubscribe(handle) {
      unsubscribed.push(handle);
      listeners.delete(handle);
    },
    getStatus: () => stub.status,
    getClientId: () => stub.clientId,
    registerExtension: (name, extension) => Boolean(extensions.set(name, extension)),
    unregisterExtension: (name) => extensions.delete(name),
  };
  return Object.assign(stub, {
    client,
    listeners,
    extensions,
    subscribed,
    unsubscribed,
    receive(channel: string, message: Omit<BayeuxMessage, 'channel'>): void {
      for (const entry of [...listeners.values()])
        if (entry.channel === channel) entry.listener({ channel, ...message });
    },
    sendHandshake(): void {
      for (const extension of extensions.values()) extension.outgoing?.({ channel: '/meta/handshake' });
    },
  });
}
