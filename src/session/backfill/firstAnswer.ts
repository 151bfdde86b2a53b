import {
  defer,
  identity,
  type Observable,
  type ObservableInput,
  type SchedulerLike,
  take,
  throwError,
  throwIfEmpty,
  timeout,
} from 'rxjs';
import type { Chat, ChatMessage } from '../../model/index.ts';
import { readableError } from '../../transport/readable.ts';
import type { Clean } from '../../transport/replyError.ts';
import { longestDelay } from '../retryPolicy.ts';
import { HistoryError } from './chatHistory.ts';
import type { Refusal } from './events.ts';

/** How long an answer is waited for, in milliseconds. */
export const patience = 30_000;

export const silent = (): HistoryError =>
  new HistoryError(`the server did not answer within ${patience} ms. Is it up and reachable?`);

/** The first answer of a history; an error if there is none in time, unless the history itself sees to that. */
export const firstAnswer = (
  asked: () => ObservableInput<unknown>,
  scheduler: SchedulerLike,
  hasTimeout = false,
): Observable<unknown> =>
  defer(asked).pipe(
    take(1),
    throwIfEmpty(() => new HistoryError('the history gave no answer')),
    hasTimeout ? identity : timeout({ first: patience, scheduler, with: () => throwError(() => silent()) }),
  );

/** What a history gave, sorted into what it should give and the rest. */
export interface Sorted<T> {
  readonly valid: readonly T[];
  readonly invalid: readonly unknown[];
}

/** @throws HistoryError if it is not an array. */
export function sorted<T>(given: unknown, isValid: (entry: unknown) => entry is T): Sorted<T> {
  if (!Array.isArray(given)) throw new HistoryError(`the history gave ${typeof given}, expected a list`);
  const entries: readonly unknown[] = given;
  const valid = entries.filter(isValid);
  return { valid, invalid: valid.length < entries.length ? entries.filter((entry) => !isValid(entry)) : [] };
}

export const isChat = (entry: unknown): entry is Chat => {
  const { id, state } = fieldsOf(entry);
  return typeof id === 'string' && typeof state === 'string';
};

export const isMessage = (entry: unknown): entry is ChatMessage => {
  const { index, type, from } = fieldsOf(entry);
  const { participantId } = fieldsOf(from);
  return Number.isFinite(index) && typeof type === 'string' && typeof participantId === 'string';
};

/** What is known of why there was no answer: errors of other libraries call their HTTP status `status`. */
export function refusalOf(error: unknown, clean?: Clean): Refusal {
  const { httpStatus, status, retryAfter } = fieldsOf(error);
  const code = numberOf(httpStatus) ?? numberOf(status);
  return {
    reason: readableError(error, clean),
    retryAfter: Math.min(numberOf(retryAfter) ?? 0, longestDelay),
    ...(code !== undefined && { httpStatus: code }),
  };
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
