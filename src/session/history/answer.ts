import {
  defer,
  type Observable,
  type ObservableInput,
  type SchedulerLike,
  take,
  tap,
  throwError,
  throwIfEmpty,
  timeout,
} from 'rxjs';
import { readableError } from '../../transport/readable.ts';
import { longestDelay } from '../retryPolicy.ts';
import { HistoryError } from './chatHistory.ts';

/** How long an answer is waited for, in milliseconds. */
const patience = 30_000;

/** The first answer of a history; an error if there is none in time, or if it is no list. */
export const answer = <T>(
  asked: () => ObservableInput<readonly T[]>,
  scheduler: SchedulerLike,
): Observable<readonly T[]> =>
  defer(asked).pipe(
    take(1),
    throwIfEmpty(() => new HistoryError('the history gave no answer')),
    timeout({
      first: patience,
      scheduler,
      with: () =>
        throwError(
          () => new HistoryError(`the server did not answer within ${patience} ms. Is it up and reachable?`),
        ),
    }),
    tap((list) => {
      const given: unknown = list;
      if (!Array.isArray(given)) throw new HistoryError(`the history gave ${typeof given}, expected a list`);
    }),
  );

/** What is known of why there was no answer: errors of other libraries call their HTTP status `status`. */
export function refusalOf(error: unknown): {
  readonly reason: string;
  readonly httpStatus: number | undefined;
  readonly retryAfter: number;
} {
  const { httpStatus, status, retryAfter } = fieldsOf(error);
  return {
    reason: readableError(error),
    httpStatus: numberOf(httpStatus) ?? numberOf(status),
    retryAfter: Math.min(numberOf(retryAfter) ?? 0, longestDelay),
  };
}

const fieldsOf = (error: unknown): Readonly<Record<string, unknown>> =>
  typeof error === 'object' && error !== null ? { ...error } : {};

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
