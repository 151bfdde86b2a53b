import { asyncScheduler, map, type MonoTypeOperatorFunction, type SchedulerLike } from 'rxjs';
import type { ChatNotification } from '../model/index.ts';

/**
 * Stamps each notification with the time of a clock as its `receivedAt`, as a live stream does. Operators take their time
 * from `receivedAt`: in marble tests and other virtual time, put this before the operator that is tested.
 *
 * @param scheduler - whose clock counts. Default: RxJS's `asyncScheduler`, which is virtual in `TestScheduler.run`.
 *
 * @example
 * import { of, VirtualTimeScheduler } from 'rxjs';
 * import { messageLog, stampReceivedAt } from 'rx-chat-notifications/testing';
 *
 * of(messageLog())
 *   .pipe(stampReceivedAt(new VirtualTimeScheduler()))
 *   .subscribe(({ receivedAt }) => console.log(receivedAt));
 * // → 0
 */
export const stampReceivedAt = <N extends ChatNotification>(
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<N> => map((notification) => ({ ...notification, receivedAt: scheduler.now() }));
