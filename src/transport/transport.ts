import type { BayeuxClient, BayeuxMessage } from '../channel/index.ts';
import type { Clean } from './replyError.ts';

/** A CometD client, with what a session needs of it beyond `BayeuxClient`. */
export interface CometDClient extends BayeuxClient {
  configure(configuration: CometDConfiguration): void;
  /** The callback runs at every attempt and at every later handshake, too. */
  handshake(onReply?: (reply: BayeuxMessage) => void): void;
  disconnect(onReply?: (reply: BayeuxMessage) => void): void;
  /** Whether it is `disconnected` or `disconnecting`. */
  isDisconnected(): boolean;
  getTransport(): { readonly type: string; abort(): void } | null;
  registerExtension(name: string, extension: object): boolean;
  unregisterExtension(name: string): boolean;
  /** Called when a reply is late; gives the milliseconds that it may still take, or nothing. */
  addTransportListener?(event: 'timeout', listener: () => number): void;
  /**
   * Called when a handshake or a poll has failed; `decide` says what the client does about it. Where the server said when
   * to come back, `message.failure.exception` has it as `retryAfterMs`: in Node, for CometD's own transports show no headers.
   */
  onTransportFailure: (
    message: BayeuxMessage,
    failure: TransportFailure,
    decide: (decision: TransportFailure) => void,
  ) => void;
}

/** What a client is about to do about a failure, and by which transport; a delay is in milliseconds. */
export interface TransportFailure {
  readonly action: 'handshake' | 'retry' | 'none';
  readonly delay?: number;
  readonly transport?: { readonly type: string } | null;
}

/** The part of CometD's configuration that a session sets. Times in milliseconds. */
export interface CometDConfiguration {
  readonly url: string;
  readonly logLevel?: 'warn' | 'info' | 'debug';
  readonly useWorkerScheduler?: boolean;
  readonly maxNetworkDelay?: number;
  readonly connectTimeout?: number;
  readonly backoffIncrement?: number;
}

export interface ClientOptions {
  /** Names of transports in the order in which they are tried: `websocket`, `long-polling`. */
  readonly transports: readonly string[];
  /** Whether the client and the server acknowledge what they received, if the server can. */
  readonly ack: boolean;
  /** Called whenever a part of a reply has arrived by long polling. */
  readonly onProgress?: () => void;
}

export interface TransportOptions {
  /** Used instead of the global one: through a proxy, say, or with certificates. */
  readonly fetch?: typeof fetch;
  /** Added to each request that the CometD client sends, asked for at each. */
  readonly headers: () => Record<string, string>;
  /**
   * Given the headers of each reply to the CometD client before anything else happens: they may bring a new CSRF token. A
   * request that was refused with 403 and carried older `headers` than there are then is sent again, three times at most.
   */
  readonly onReply?: (headers: ReplyHeaders) => void;
  /** The origins of the session: in Node, cookies are sent to no other. Default: every origin. */
  readonly origins?: Pick<ReadonlySet<string>, 'has'>;
  /** A reply to the CometD client that is longer, after decompression, is a failure. Default 32 MiB. */
  readonly maxResponseBytes?: number;
  /** Takes the secrets out of what a server says. */
  readonly clean?: Clean;
  /** Receives each cookie, which is a secret. A browser keeps them to itself. */
  readonly onCookie?: (name: string, value: string) => void;
}

/** The headers of a reply. */
export interface ReplyHeaders {
  get(name: string): string | null;
}

/** How one session speaks to its server: one place for cookies, one end. */
export interface SessionTransport {
  /** `fetch` with this session's cookies. Same signature as the global one. */
  readonly fetch: typeof fetch;
  /** Likewise for a login, whose redirects may lead through the hosts of a single sign-on. */
  readonly login: typeof fetch;
  /**
   * Resolves with the error that `createClient` would reject with, whatever the server does: `cometd` is not installed, say.
   * With `undefined` if there is none, or if only the network can tell.
   */
  defect(): Promise<unknown>;
  /**
   * A new CometD client, not configured yet.
   *
   * @throws UnusableError if `cometd` is not installed or none of the transports exists here.
   */
  createClient(options: ClientOptions): Promise<CometDClient>;
  /** Empties the cookie jar; a browser keeps its own. */
  forgetCookies(): void;
  /** Aborts all that is under way, stops the clients at once, and forgets the cookies. */
  close(): void;
}
