import { isObject } from '../codec/ownFields.ts';
import { OperationTimeoutError } from '../session/index.ts';
import type { Outcome } from './protocol.ts';

type Failed = Outcome & { readonly ok: false };

/** What crosses the channel of an error. Its cause stays where it is. */
const fields = ['name', 'message', 'reason', 'httpStatus', 'wasSent', 'notification'];

/** An error as plain data, for another tab. */
export function outcomeOf(error: unknown): Failed {
  const given = error instanceof Error ? error : new Error(String(error));
  const known = fields.map((field) => [field, Reflect.get(given, field)] as const);
  return { ok: false, error: Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
}

/** The error that {@link outcomeOf} took apart: of the same name, and not of the same class. */
export function errorOf({ error }: Failed): Error {
  const known = Object.entries(isObject(error) ? error : {}).filter(([field]) => fields.includes(field));
  return Object.assign(new Error(), Object.fromEntries(known));
}

/** The tab that had the operation is gone. */
export function leaderLost(what: string, wasSent: boolean): OperationTimeoutError {
  const error = new OperationTimeoutError('', '', 0, wasSent ? 'unknown' : false);
  const advice = wasSent
    ? 'the tab that leads was closed or replaced before it answered. Look at the chat before you try again.'
    : 'it was not sent, because no tab has the connection. Try again.';
  return Object.assign(error, { message: `${what} had no result: ${advice}` });
}
