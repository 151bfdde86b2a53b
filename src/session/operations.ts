import type { ChatNotification } from '../model/index.ts';

/** An operation, as GWS names it, with its parameters. */
export interface OperationRequest {
  /** Such as `SendMessage`, `Accept`, `Complete`. */
  readonly operationName: string;
  readonly [parameter: string]: unknown;
}

/** How long an operation may take, and how to stop waiting for it. */
export interface PerformOptions {
  /** In milliseconds, for connecting, sending and the notification together. Default 30,000; `Infinity` is no limit. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** What an operation led to. */
export interface Performed {
  /** The body of the server's reply. */
  readonly reply: Readonly<Record<string, unknown>>;
  /** The notification that carries the id of the reply, if it has one. */
  readonly notification?: ChatNotification;
}
