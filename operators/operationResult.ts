import {
  asyncScheduler,
  EmptyError,
  filter,
  from,
  map,
  mergeMap,
  Observable,
  type ObservableInput,
  type OperatorFunction,
  ReplaySubject,
  type SchedulerLike,
  take,
  throwError,
  throwIfEmpty,
  TimeoutError,
  timeout as within,
} from 'rxjs';
import type { ChatNotification, ChatOperationError } from '../src/model/index.ts';
import { checkArgument } from '../src/fold/checkArgument.ts';
import { checkOptions, isFunction, isNumber, isScheduler } from '../src/fold/checkOptions.ts';
import { longestTimer } from '../src/fold/longestTimer.ts';

/** How long to wait for the notification that answers. */
export interface OperationResultOptions {
  /** In milliseconds, from subscribing on; there is no limit without it, nor if it is more than a timer can run (25 days). */
  readonly timeout?: number;
  /** Times `timeout`. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/**
 * The server told that an operation did not succeed; its section on the errors page of the docs tells what to do. Check it
 * by `name`: two module systems may load it twice.
 */
export class OperationFailedError extends Error {
  override readonly name = 'OperationFailedError';
  /** What the server told. */
  readonly notification: ChatOperationError;

  constructor(notification: ChatOperationError) {
    const { errorMessage = 'the server gave no reason', statusCode, chatId } = notification;
    const on = chatId === undefined ? '' : ` on chat ${chatId}`;
    const code = statusCode === undefined ? '' : ` (${statusCode})`;
    super(`The operation${on} failed: ${errorMessage}${code}. Do the capabilities allow it?`);
    this.notification = notification;
  }
}

/**
 * Sends an operation and emits the notification that answers it, then completes. Listens first, then sends, because
 * the push may precede the reply to the request.
 *
 * Errors with `OperationFailedError` if the answer is an error, with `TimeoutError` if there is none in time, with
 * `EmptyError` if the source completes without it or `send` gives no id, and with what `send` fails with.
 *
 * Wire: the reply to an operation carries the `referenceId` that its notifications will bear.
 *
 * @param send - called for each subscription; gives the `referenceId`.
 * @throws TypeError that names the argument, if one makes no sense.
 *
 * @example
 * import { Subject } from 'rxjs';
 * import { type ChatNotification, operationResult } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * const notifications$ = new Subject<ChatNotification>();
 * const send = () => Promise.resolve(83); // in an app: POSTs the operation, gives the reply's referenceId
 * notifications$
 *   .pipe(operationResult(send))
 *   .subscribe(({ notificationType }) => console.log(notificationType));
 * notifications$.next(chatStateChange({ referenceId: 83, notificationType: 'PropertiesUpdated' }));
 * // → PropertiesUpdated
 */
export function operationResult(
  send: () => ObservableInput<number>,
  options: OperationResultOptions = {},
): OperatorFunction<ChatNotification, ChatNotification> {
  const check = checkOptions('operationResult', options);
  const { timeout, scheduler = asyncScheduler } = options;
  checkArgument('operationResult', 'send', send, isFunction(send), 'a function');
  check('timeout', timeout, timeout === undefined || isNumber(timeout), 'milliseconds');
  check('scheduler', scheduler, isScheduler(scheduler), 'a scheduler');
  return (source) => {
    const result = new Observable<ChatNotification>((subscriber) => {
      let awaited: number | undefined;
      /** Holds what comes before the id is known. */
      const answers = new ReplaySubject<ChatNotification>(Infinity);
      const answersAwaited = source.pipe(
        filter(({ referenceId }) => referenceId !== undefined && (awaited ?? referenceId) === referenceId),
      );
      subscriber.add(
        answersAwaited.subscribe({
          next: (answer) => {
            answers.next(answer);
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            answers.complete();
          },
        }),
      );
      if (subscriber.closed) return; // the source has failed: nobody would hear of it
      from(send())
        .pipe(
          take(1),
          filter((sent) => typeof sent === 'number'), // the reply to what is refused at once bears none
          throwIfEmpty(() => emptyError("send gave no referenceId: look at the reply's statusMessage")),
          mergeMap((sent) => {
            awaited = sent;
            return answers.pipe(
              filter(({ referenceId }) => referenceId === sent),
              take(1),
              throwIfEmpty(() => emptyError('the source ended first: look before you send again')),
            );
          }),
          map((answer) => {
            if (answer.kind === 'error') throw new OperationFailedError(answer);
            return answer;
          }),
        )
        .subscribe(subscriber);
    });
    return timeout === undefined || timeout > longestTimer
      ? result
      : result.pipe(
          within({
            first: timeout,
            scheduler,
            with: () =>
              throwError(() =>
                // eslint-disable-next-line @typescript-eslint/no-deprecated -- RxJS's words do not say that it may have been done
                worded(new TimeoutError(), `no answer within ${timeout} ms: look before you send again`),
              ),
          }),
        );
  };
}

const emptyError = (message: string): Error =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- RxJS's own words, "no elements in sequence", say nothing of an operation
  worded(new EmptyError(), message);

const worded = (error: Error, message: string): Error =>
  Object.assign(error, { message: `operationResult: ${message}` });
