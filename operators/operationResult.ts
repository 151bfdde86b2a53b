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
  type TimeoutInfo,
  timeout as within,
} from 'rxjs';
import type { ChatNotification, ChatOperationError } from '../src/model/index.ts';
import { checkArgument } from './internal/checkArgument.ts';
import { checkOptions, isFunction, isNumber, isScheduler } from './internal/checkOptions.ts';
import { longestTimer } from './internal/longestTimer.ts';

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
    const { errorMessage = 'the server gave no reason', statusCode, referenceId, chatId } = notification;
    const facts = Object.entries({ statusCode, referenceId, chatId }).flatMap(([name, value]) =>
      value === undefined ? [] : `${name} ${value}`,
    );
    const details = facts.length > 0 ? ` (${facts.join(', ')})` : '';
    super(
      `The operation failed: ${errorMessage.replace(/\.$/, '')}${details}. As a rule the state of the chat does not allow it: ` +
        'offer what its capabilities name.',
    );
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
          throwIfEmpty(() => endedEarly('send completed and gave no referenceId')),
          mergeMap((sent) => {
            check(
              'what send gives',
              sent,
              typeof sent === 'number',
              'a referenceId, which the reply to an operation that was not refused bears',
            );
            awaited = sent;
            return answers.pipe(
              filter(({ referenceId }) => referenceId === sent),
              take(1),
              throwIfEmpty(() => endedEarly(`the notifications ended before operation ${sent} was answered`)),
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
            with: (info) => throwError(() => late(info, timeout)),
          }),
        );
  };
}

/* eslint-disable @typescript-eslint/no-deprecated -- the classes are RxJS's, and its words say nothing of an operation */
const endedEarly = (message: string): Error =>
  Object.assign(new EmptyError(), { message: `operationResult: ${message}.` });

const late = (info: TimeoutInfo<ChatNotification>, timeout: number): Error =>
  Object.assign(new TimeoutError(info), {
    message:
      `operationResult: no answer within ${timeout} ms. ` +
      'The operation may have been done all the same: look at the chat before it is sent again.',
  });
/* eslint-enable @typescript-eslint/no-deprecated */
