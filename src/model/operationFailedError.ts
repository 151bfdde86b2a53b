import type { ChatOperationError } from './notification.ts';

/** What is known of an operation that failed. */
export interface OperationFailure {
  readonly chatId?: string | undefined;
  /** The server's words, without a full stop. */
  readonly reason?: string | undefined;
  readonly statusCode?: number | undefined;
  readonly errorCode?: number | string | undefined;
  readonly httpStatus?: number | undefined;
  readonly notification?: ChatOperationError;
  readonly cause?: unknown;
}

/**
 * The server refused an operation, or reported that it failed; the errors page of the docs has a section on it. Check errors
 * by `name`: two module systems can load the class twice.
 */
export class OperationFailedError extends Error {
  override readonly name = 'OperationFailedError';
  /** The server's words alone. */
  readonly reason: string;
  /** The notification of the failure, if the server sent one. */
  readonly notification?: ChatOperationError;
  /** The HTTP status, if the server refused the request itself. */
  readonly httpStatus?: number;

  constructor({
    chatId,
    reason = 'The server gave no reason',
    notification,
    httpStatus,
    ...rest
  }: OperationFailure) {
    const on = chatId === undefined ? '' : ` on chat ${chatId}`;
    const code = rest.statusCode ?? rest.errorCode;
    const numbered = code === undefined ? '' : ` (${code})`;
    super(
      `The operation${on} failed: ${reason}${numbered}. Check the chat's capabilities.`,
      rest.cause === undefined ? undefined : { cause: rest.cause },
    );
    this.reason = reason;
    if (notification !== undefined) this.notification = notification;
    if (httpStatus !== undefined) this.httpStatus = httpStatus;
  }
}

export const operationFailure = (notification: ChatOperationError): OperationFailedError => {
  const { chatId, errorMessage: reason, statusCode, errorCode } = notification;
  return new OperationFailedError({ chatId, reason, statusCode, errorCode, notification });
};
