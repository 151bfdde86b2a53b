import type { Observable, SchedulerLike } from 'rxjs';
import type { BayeuxClient, ConnectionStatus } from '../channel/index.ts';
import type { ChatNotification, DecodeFailure } from '../model/index.ts';
import type { ChatDirectory } from '../state/chatDirectory.ts';
import type { Credentials } from './credentials.ts';
import type { Backfilled, ChatHistory, GwsHistoryOptions, HistoryFailure } from './backfill/index.ts';
import type { OperationRequest, PerformOptions, Performed } from './operations.ts';
import type { RetryOptions } from './retryPolicy.ts';

/** An entry of a session's log. It holds no secrets and no personal data that the built-in rules of `redact` mask. */
export interface LogEntry {
  /** `warn` is for what somebody should look at: a connection that is lost or refused, a payload that was not decoded. */
  readonly level: 'info' | 'warn';
  /** In epoch milliseconds. */
  readonly at: number;
  readonly message: string;
}

/** The server refused the credentials or the CSRF token. The session renews them once; if they are refused again, it is `denied`. */
export interface CredentialsRefused {
  readonly kind: 'credentials';
  readonly message: string;
  readonly httpStatus?: number;
}

/**
 * What went wrong without ending anything, distinguished by `kind`: an `invalid` payload, refused `credentials`, or
 * `history` that could not be fetched.
 */
export type SessionFailure = DecodeFailure | CredentialsRefused | HistoryFailure;

/** How a session finds its server, and how it treats it. */
export interface SessionOptions {
  /** The base of GWS, such as `https://gws.example.com`; `/api/v2/…` is appended. */
  readonly url?: string;
  /** Where CometD is served, if not at `/api/v2/notifications`. Without `url`, nobody logs in and there is no CSRF token. */
  readonly notificationsUrl?: string;
  /** Made by `credentials`. Without it, the cookies of the browser must do. */
  readonly credentials?: Credentials;
  /** Default `/v2/me/chats`. */
  readonly channel?: string;
  /** In the order in which they are tried. Default `['long-polling']`, because GWS has no other. */
  readonly transports?: readonly ('long-polling' | 'websocket')[];
  /** Whether client and server acknowledge messages, so that short interruptions lose nothing. Default `true`. */
  readonly ack?: boolean;
  readonly retry?: RetryOptions;
  /**
   * Where chats and messages are fetched that were not pushed: `false` for nowhere, a `ChatHistory` of your own, or what
   * differs from GWS's usual paths. Default: GWS's REST below `url`, if that is given. With `false`, `status.missing`
   * is the window that was missed.
   */
  readonly history?: false | ChatHistory | Pick<GwsHistoryOptions, 'paths' | 'mapMessage'>;
  /** How an operation is sent. Default: `POST /api/v2/me/chats/{chatId}` with the operation as JSON, as in GWS v2. */
  readonly operations?: (
    chatId: string,
    operation: OperationRequest,
  ) => { readonly path: string; readonly body: unknown };
  /** How many requests a second go to `history` at most; `Infinity` for any number. Default 50. */
  readonly historyRate?: number;
  /**
   * A reply to a login, an operation, a poll or `history` that is longer, in bytes after decompression, is a failure that
   * names the limit. Default 33,554,432 (32 MiB). It does not apply to your own calls of `fetch`.
   */
  readonly maxResponseBytes?: number;
  /** A client of your own, which you handshake and disconnect; `url` and `credentials` then serve `fetch` and `perform`. */
  readonly client?: BayeuxClient;
  /** Used instead of the global one, for instance through a proxy. In browsers CometD does not use it. */
  readonly fetch?: typeof fetch;
  /** Times everything. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
  /** Receives the entries of the log. Default: those of level `warn` go to `console.warn`. */
  readonly logger?: (entry: LogEntry) => void;
  /** How long the connection is kept after the last subscriber has left, in milliseconds. Default 1,000. */
  readonly linger?: number;
}

/**
 * The whole connection to GWS, made by {@link chatSession}. It connects with the first subscriber of any stream, with
 * `ready()`, `perform()` or `reconnect()`, and disconnects a while after the last subscriber has left.
 *
 * The streams never error. They complete on `close()`.
 */
export interface ChatSession {
  /**
   * All valid notifications without duplicates; what was missed comes as `history`. A late subscriber first receives the
   * current state: the snapshot of each chat and its messages, with the `receivedAt` that they had.
   */
  readonly notifications$: Observable<ChatNotification>;
  /**
   * The directory of all chats: first with every listed chat, while transcripts may still fill, then once per change. A late
   * subscriber receives the current one. If the list cannot be fetched, or with `history: false`, it starts with what is known.
   */
  readonly chats$: Observable<ChatDirectory>;
  /** The current directory. */
  readonly chats: ChatDirectory;
  /** What went wrong without ending anything. */
  readonly failures$: Observable<SessionFailure>;
  /** Well-formed messages of other topics on the same channel. */
  readonly foreign$: Observable<DecodeFailure & { readonly kind: 'foreign' }>;
  /** The status of the connection; replayed. */
  readonly status$: Observable<ConnectionStatus>;
  /** The current status. */
  readonly status: ConnectionStatus;
  /** Emits after each reconnection when everything that was missed has been fetched. */
  readonly backfilled$: Observable<Backfilled>;
  /**
   * Connects and waits until the first backfill has ended; `status.missing` then shows whether something could not be
   * fetched. It does not wait for the second looks.
   *
   * Rejects with `ConnectionDeniedError`, with `ConnectionLostError` if the attempts of `retry` are exhausted, or with the
   * reason of the signal (an `AbortError`), which also is the error after `close()`.
   */
  readonly ready: (options?: { readonly signal?: AbortSignal }) => Promise<void>;
  /** Tries to connect now: ends a backoff, and leaves `denied` and `failed`. At most once per `retry.initialDelay`. */
  readonly reconnect: () => void;
  /**
   * Sends an operation on a chat, once connected, and resolves with the reply and the notification that carries its
   * `referenceId` (v3: `operationId`), or at once if a successful reply has none. It never sends twice.
   *
   * Rejects with `OperationFailedError` (the server's reason; at once if the session is denied, failed or closed),
   * `OperationTimeoutError`, or the reason of the signal.
   */
  readonly perform: (
    chatId: string,
    operation: OperationRequest,
    options?: PerformOptions,
  ) => Promise<Performed>;
  /** Sends a text: `perform` with the operation `SendMessage`. */
  readonly send: (chatId: string, text: string, options?: PerformOptions) => Promise<Performed>;
  /** `fetch` with the session's credentials, cookies and CSRF token. A URL without a leading slash is relative to `url`. */
  readonly fetch: typeof fetch;
  /** Tells the server, completes all streams, and frees everything. */
  readonly close: () => Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
