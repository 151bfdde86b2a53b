/** What a Bayeux server advises a client to do next. */
export interface BayeuxAdvice {
  readonly reconnect?: string;
  readonly interval?: number;
  readonly timeout?: number;
  /** How long the server keeps a session without a `/meta/connect`, in milliseconds. */
  readonly maxInterval?: number;
}

/** Why a request did not reach the server or brought no Bayeux reply. Made by the client, not by the server. */
export interface BayeuxFailure {
  readonly httpCode?: number;
  readonly reason?: string;
  /** What the client's transport threw, if it did. */
  readonly exception?: unknown;
}

/** A Bayeux message, as a CometD client hands it to its listeners: a notification or the reply to a meta message. */
export interface BayeuxMessage {
  readonly channel: string;
  readonly data?: unknown;
  readonly id?: string;
  readonly clientId?: string;
  readonly successful?: boolean;
  readonly error?: string;
  readonly subscription?: string | readonly string[];
  readonly advice?: BayeuxAdvice;
  readonly ext?: unknown;
  readonly failure?: BayeuxFailure;
}

/** Handles are the client's own; nothing but the client looks into them. */
export type BayeuxHandle = object;

/** A Bayeux extension sees every message before the client acts on it or sends it, and gives what takes its place. */
export interface BayeuxExtension {
  incoming?<M extends BayeuxMessage>(message: M): M;
  outgoing?<M extends Pick<BayeuxMessage, 'channel' | 'advice'>>(message: M): M;
}

/**
 * The few members of a CometD client that this package uses. CometD 5 to 9, a wrapper around one, or the
 * in-memory client of `rx-chat-notifications/testing` all fit.
 */
export interface BayeuxClient {
  addListener(channel: string, listener: (message: BayeuxMessage) => void): BayeuxHandle;
  removeListener(handle: BayeuxHandle): void;
  subscribe(
    channel: string,
    listener: (message: BayeuxMessage) => void,
    onReply: (reply: BayeuxMessage) => void,
  ): BayeuxHandle;
  unsubscribe(handle: BayeuxHandle): void;
  /** `disconnected`, `handshaking`, `connecting`, `connected` or `disconnecting`. */
  getStatus(): string;
  getClientId(): string | null | undefined;
  registerExtension?(name: string, extension: BayeuxExtension): boolean;
  unregisterExtension?(name: string): boolean;
}
