import type { Observable, SchedulerLike } from 'rxjs';
import type { BayeuxClient, ConnectionStatus } from '../channel/index.ts';
import type { ChatNotification, DecodeFailure } from '../model/index.ts';
import type { ChatDirectory } from '../state/chatDirectory.ts';
import type { Credentials } from './credentials.ts';
import type { ChatHistory, HistoryFailure, Restored } from './history/chatHistory.ts';
import type { RetryOptions } from './retryPolicy.ts';

/** What a session tells of its work, for a log. It holds no secrets, no more of a payload than the `message` of a failure does, and of that what the built-in rules of `redact` leave. */
export interface LogEntry {
  /** `warn` is for what somebody should look at: what was not decoded, or refused. */
  readonly level: 'info' | 'warn';
  /** In epoch milliseconds. */
  readonly at: number;
  readonly message: string;
}

/** The server refused the credentials or the CSRF token. The session asks for them again once, then it is denied. */
export interface CredentialsRefused {
  readonly kind: 'credentials';
  readonly message: string;
  readonly httpStatus?: number;
}

/**
 * What went wrong without ending anything, told apart by `kind`: a payload that is `invalid`, refused `credentials`, or
 * `history` that could not be fetched.
 */
export type SessionFailure = DecodeFailure | CredentialsRefused | HistoryFailure;

/** How a session finds its server and treats it. */
export interface SessionOptions {
  /** The base of GWS, such as `https://gws.example.com`; `/api/v2/…` goes behind it. */
  readonly url?: string;
  /** Where CometD is served, if not at `/api/v2/notifications`. Without `url` nobody asks for the user, nor for a CSRF token. */
  readonly notificationsUrl?: string;
  /** Made by `credentials`; without it the browser's cookies must do. */
  readonly credentials?: Credentials;
  /** Default `/v2/me/chats`. */
  readonly channel?: string;
  /** In the order in which they are tried. Default `['long-polling']`, for GWS speaks no other. */
  readonly transports?: readonly ('long-polling' | 'websocket')[];
  /** Whether client and server acknowledge what they received, so that short cuts lose nothing. Default `true`. */
  readonly ack?: boolean;
  readonly retry?: RetryOptions;
  /**
   * Where chats and past messages are asked for at the start, after each loss, and where an index was passed over.
   * Default: GWS's REST below `url`, if that is given. With `false` `status$` tells what may be missing.
   */
  readonly history?: ChatHistory | false;
  /** A client of your own, which you handshake and disconnect; `url` and `credentials` then serve `fetch` alone. */
  readonly client?: BayeuxClient;
  /** Used instead of the global one: through a proxy, say. In browsers CometD does not use it. */
  readonly fetch?: typeof fetch;
  /** Times everything. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
  /** Takes the entries of a log. Default: those of level `warn` go to `console.warn`. */
  readonly logger?: (entry: LogEntry) => void;
  /** How long the connection is kept after the last subscriber has left, in milliseconds. Default 1,000. */
  readonly lingerMs?: number;
}

/**
 * The whole way to GWS, as {@link chatSession} gives it. It connects when the first of its streams is subscribed to and
 * disconnects a while after the last was left.
 */
export interface ChatSession {
  /** Everything valid, nothing twice, with what was missed told as `history`. A late subscriber is told first what is current: for every chat a `snapshot` and a `history`. */
  readonly notifications$: Observable<ChatNotification>;
  /** All chats that are current; replayed to late subscribers. Empty where the start has found none. */
  readonly chats$: Observable<ChatDirectory>;
  /** What went wrong without ending anything. */
  readonly failures$: Observable<SessionFailure>;
  /** Well-formed messages of other topics on the same channel. */
  readonly foreign$: Observable<DecodeFailure>;
  /** How the connection is, replayed. It never errors. */
  readonly status$: Observable<ConnectionStatus>;
  /** After each restoration: since when something may have been missed, and what was found. */
  readonly restored$: Observable<Restored>;
  /** `fetch` with the session's credentials, cookies and CSRF token, for operations and other resources of GWS. A URL without a slash in front goes below `url`. */
  readonly fetch: typeof fetch;
  /** Tells the server, completes all streams, and frees everything. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
