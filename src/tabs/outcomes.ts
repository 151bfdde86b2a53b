import { isObject } from '../codec/ownFields.ts';
import { OperationFailedError } from '../model/index.ts';
import { ConnectionDeniedError, OperationTimeoutError } from '../session/index.ts';
import type { Outcome } from './protocol.ts';

/** An error as plain data, for another tab. Its cause stays here. */
export function outcomeOf(error: unknown): Outcome & { readonly ok: false } {
  if (!(error instanceof Error)) return { ok: false, error: { name: 'Error', message: String(error) } };
  const { name, message } = error;
  const known = new Map<string, unknown>(Object.entries(error));
  const fields = [...known].filter(([field]) => ['httpStatus', 'wasSent', 'notification'].includes(field));
  return { ok: false, error: { name, message, ...Object.fromEntries(fields) } };
}

/** The error that {@link outcomeOf} took apart. */
export function errorOf({ error }: Outcome & { readonly ok: false }): Error {
  const { name, message, ...fields } = isObject(error) ? error : {};
  const made = newError(String(name));
  return Object.assign(made, fields, { message: String(message) });
}

function newError(name: string): Error {
  switch (name) {
    case 'OperationFailedError':
      return new OperationFailedError({});
    case 'OperationTimeoutError':
      return new OperationTimeoutError('', '', 0, 'unknown');
    case 'ConnectionDeniedError':
      return new ConnectionDeniedError('');
    case 'TypeError':
      return new TypeError();
    default:
      return Object.assign(new Error(), { name });
  }
}

/** The tab that had the operation is gone. */
export function leaderLost(what: string, wasSent: boolean): OperationTimeoutError {
  const error = new OperationTimeoutError('', '', 0, wasSent ? 'unknown' : false);
  const advice = wasSent
    ? 'the tab that leads was closed or replaced before it answered. Look at the chat before you try again.'
    : 'it was not sent, because no tab has the connection. Try again.';
  return Object.assign(error, { message: `${what} had no result: ${advice}` });
}
