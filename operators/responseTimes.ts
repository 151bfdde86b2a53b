import { concatMap, type OperatorFunction, pipe } from 'rxjs';
import { checkOptions, isFunction } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { ChatNotification } from '../src/model/index.ts';
import { noResponses, type Responses, responsesAfter, type ResponseTime } from '../src/state/responses.ts';
import { waitingAfter } from '../src/state/waiting.ts';
import type { AwaitingReplyOptions } from './awaitingReply.ts';

/**
 * Emits how long a customer waited, each time that an answer ends a wait. Waits and answers are those of `awaitingReply`:
 * a wait begins with the first unanswered message of a customer, and one that ends by a departure or the end of the chat
 * has no response time.
 *
 * Each wait counts once. A wait that a fetched log shows with its answer counts, too. Messages that arrive late do not
 * correct a response time that was emitted: put `withHistory` before it, so that they are rare. `kind` is `'first'` for the
 * first response time of a chat; earlier waits that become known later are `'next'`.
 *
 * Both times are by the server's clock if it sent both. Else both are local: when a live message was received, and for a
 * fetched one the estimate by the smallest difference between `receivedAt` and `sentAt` in the chat. A wait without a
 * known beginning or end is not emitted.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { byNickname, responseTimes } from 'rx-chat-notifications';
 * import { messageLog, participant } from 'rx-chat-notifications/testing';
 *
 * const from = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
 * of(
 *   messageLog({ chatId: 'A', messages: [{ index: 1, from, text: 'Hello?', sentAt: 1_000 }] }),
 *   messageLog({ chatId: 'A', messages: [{ index: 2, text: 'How may I help you?', sentAt: 9_000 }] }),
 * )
 *   .pipe(responseTimes({ self: byNickname('TestName') }))
 *   .subscribe(({ kind, customer, duration }) => console.log(kind, customer.nickname, duration));
 * // → first Ann 8000
 */
export function responseTimes(
  options: AwaitingReplyOptions,
): OperatorFunction<ChatNotification, ResponseTime> {
  const check = checkOptions('responseTimes', options);
  const { self } = options;
  check('self', self, isFunction(self), 'a function');
  return pipe(
    foldByChat<ChatNotification, Responses, readonly ResponseTime[]>(check, options, () => ({
      fold: (responses, notification, life) => {
        const before = responses ?? noResponses(life.chatId);
        return responsesAfter(before, waitingAfter(before.waiting, notification, life, self));
      },
      emit: (responses) => responses?.times,
    })),
    concatMap((times) => times),
  );
}
