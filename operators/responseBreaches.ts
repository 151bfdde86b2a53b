import type { OperatorFunction } from 'rxjs';
import { checkOptions, isFunction, isNumber } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { ChatNotification } from '../src/model/index.ts';
import {
  breachAt,
  type Breaches,
  breachesAt,
  noBreaches,
  type ResponseBreach,
} from '../src/state/breaches.ts';
import { waitingAfter } from '../src/state/waiting.ts';
import type { AwaitingReplyOptions } from './awaitingReply.ts';

/** When a wait is too long, and who answers. */
export interface ResponseBreachesOptions extends AwaitingReplyOptions {
  /** After how many milliseconds without an answer to emit. */
  readonly after: number;
}

/**
 * Emits when a customer has waited for `after` milliseconds, once per wait. Waits and answers are those of
 * `awaitingReply`. An answer, a departure or the end of the chat before that cancels it.
 *
 * Time is that of the notifications, so a recording gives the same at any speed: the wait of a live message began when it
 * was received or, in a log of several, as long before as it was sent before the newest of them. The beginning of a
 * fetched one is estimated by the smallest difference between `receivedAt` and `sentAt` in the chat, which includes the
 * newest entry of its own log. If the wait is too long by then, it is emitted at once.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { byNickname, responseBreaches } from 'rx-chat-notifications';
 * import { messageLog, participant } from 'rx-chat-notifications/testing';
 *
 * const from = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
 * of(
 *   messageLog({ chatId: 'A', messages: [{ index: 1, from, text: 'Hello?' }], receivedAt: 1_000 }),
 *   messageLog({ chatId: 'B', messages: [{ index: 1, from, text: 'Hello?' }], receivedAt: 70_000 }),
 * )
 *   .pipe(responseBreaches({ self: byNickname('TestName'), after: 60_000 }))
 *   .subscribe(({ chatId, since, breachedAt }) => console.log(chatId, since, breachedAt));
 * // → A 1000 61000
 */
export function responseBreaches(
  options: ResponseBreachesOptions,
): OperatorFunction<ChatNotification, ResponseBreach> {
  const check = checkOptions('responseBreaches', options);
  const { self, after } = options;
  check('self', self, isFunction(self), 'a function');
  check('after', after, isNumber(after), 'milliseconds');
  const emit = (now: Breaches | undefined, before: Breaches | undefined): ResponseBreach | undefined =>
    now?.breach === before?.breach ? undefined : now?.breach;
  return foldByChat<ChatNotification, Breaches, ResponseBreach>(check, options, () => ({
    fold: (breaches, notification, life, now) => {
      const before = breaches ?? noBreaches(life.chatId);
      return breachesAt(
        { ...before, waiting: waitingAfter(before.waiting, notification, life, self) },
        now,
        after,
      );
    },
    emit,
    timed: {
      dueAt: (breaches) => breachAt(breaches, after),
      at: (breaches, now) => breachesAt(breaches, now, after),
      emit,
    },
  }));
}
