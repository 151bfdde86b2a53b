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
import { checkArgument } from '../src/fold/checkArgument.ts';
import { checkOptions, isFunction, isNumber, isScheduler } from '../src/fold/checkOptions.ts';
import { longestTimer } from '../src/fold/longestTimer.ts';
import { type ChatNotification, operationFailure } from '../src/model/index.ts';

/** How long to wait for the notification that carries the id. */
export interface OperationResultOptions {
  /** In milliseconds, from subscribing on. Default 30,000. `Infinity`, or more than a timer can run (25 days), is no limit. */
  readonly timeout?: number;
  /** Times `timeout`. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/**
 * Sends an operation and emits the first notification that carries its id, then completes. It subscribes to the source
 * first, because the notification can arrive before the reply to the request.
 *
 * Errors with `OperationFailedError` if that notification is an error, with `TimeoutError` if none arrives in time, with
 * `EmptyError` if the source completes first or `send` emits no id, and with the error of `send` or of the source.
 *
 * Wire: the reply to an operation carries the `referenceId` (a number; GWS v2) or the `operationId` (a string; Workspace v3)
 * that its notifications carry.
 *
 * @param send - called for each subscription; emits the id.
 * @throws TypeError if an argument is invalid; the message names it.
 *
 * @example
 * import { Subject } from 'rxjs';
 * import { type ChatNotification, operationResult } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * const notifications$ = new Subject<ChatNotification>();
 * const send = () => Promise.resolve(83); // in an app: POSTs the operation and returns the reply's referenceId
 * notifications$
 *   .pipe(operationResult(send))
 *   .subscribe(({ notificationType }) => console.log(notificationType));
 * notifications$.next(chatStateChange({ referenceId: 83, notificationType: 'PropertiesUpdated' }));
 * // → PropertiesUpdated
 */
export function operationResult(
  send: () => ObservableInput<number | string>,
  options: OperationResultOptions = {},
): OperatorFunction<ChatNotification, ChatNotification> {
  const check = checkOptions('operationResult', options);
  const { timeout = 30_000, scheduler = asyncScheduler } = options;
  checkArgument('operationResult', 'send', send, isFunction(send), 'a function');
  check('timeout', timeout, isNumber(timeout), 'milliseconds');
  check('scheduler', scheduler, isScheduler(scheduler), 'a scheduler');
  return (source) => {
    const result = new Observable<ChatNotification>((subscriber) => {
      let awaited: number | string | undefined;
      const carries = ({ referenceId, operationId }: ChatNotification, id: number | string): boolean =>
        id === referenceId || id === operationId;
      /** Retains what arrives before the id is known. */
      const candidates = new ReplaySubject<ChatNotification>(Infinity);
      subscriber.add(
        source
          .pipe(
            filter((notification) => {
              const { referenceId, operationId } = notification;
              const id = awaited ?? referenceId ?? operationId;
              return id !== undefined && carries(notification, id);
            }),
          )
          .subscribe({
            next: (notification) => {
              candidates.next(notification);
            },
            error: (error: unknown) => {
              subscriber.error(error);
            },
            complete: () => {
              candidates.complete();
            },
          }),
      );
      if (subscriber.closed) return; // the source has failed: its error is the result
      from(send())
        .pipe(
          take(1),
          filter((id) => typeof id === 'number' || (typeof id === 'string' && id !== '')), // a refusal has none
          throwIfEmpty(() =>
            emptyError(
              "send emitted no referenceId or operationId. Check the statusCode and statusMessage of the server's reply.",
            ),
          ),
          mergeMap((id) => {
            awaited = id;
            return candidates.pipe(
              filter((notification) => carries(notification, id)),
              take(1),
              throwIfEmpty(() =>
                emptyError(`the source completed before ${named(id)} arrived. ${mayBeDone}`),
              ),
            );
          }),
          map((notification) => {
            if (notification.kind === 'error') throw operationFailure(notification);
            return notification;
          }),
        )
        .subscribe(subscriber);
    });
    return timeout > longestTimer
      ? result
      : result.pipe(
          within({
            first: timeout,
            scheduler,
            with: () => throwError(() => timeoutError(timeout)),
          }),
        );
  };
}

const mayBeDone = 'It may have succeeded. Check the chat before you send the operation again.';

const named = (id: number | string): string =>
  `a notification with ${typeof id === 'number' ? 'referenceId' : 'operationId'} ${id}`;

const timeoutError = (timeout: number): Error =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- RxJS's message does not say that the operation may have succeeded
  worded(new TimeoutError(), `no notification of the operation within ${timeout} ms. ${mayBeDone}`);

const emptyError = (message: string): Error =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- RxJS's message, "no elements in sequence", names no operation
  worded(new EmptyError(), message);

const worded = (error: Error, message: string): Error =>
  Object.assign(error, { message: `operationResult: ${message}` });
