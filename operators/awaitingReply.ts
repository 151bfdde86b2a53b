import type { OperatorFunction } from 'rxjs';
import { checkOptions, isFunction } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';
import type { ChatMessage, ChatNotification, Participant } from '../src/model/index.ts';
import { nothingWaits, type Waiting, waitingAfter } from '../src/state/waiting.ts';

/** The agent's own messages, and retention. */
export interface AwaitingReplyOptions extends RetentionOptions {
  /**
   * Whether an author is this agent; see `byNickname`. A pure function. What agents and supervisors write answers anyway;
   * what a customer writes never does.
   */
  readonly self: (from: Participant, chatId: string) => boolean;
}

/** Whether the customer of a chat waits for an answer. */
export interface AwaitedReply {
  readonly chatId: string;
  /** When the first unanswered message was sent, in epoch milliseconds; absent if nothing waits or no time is known. */
  readonly since?: number;
  /** What customers wrote since the last answer, in order. */
  readonly waiting: readonly ChatMessage[];
}

/**
 * Emits per chat what waits for an answer, and since when, each time that this changes. Nothing waits at first. Any order
 * of arrival of the messages ends with the same result.
 *
 * An answer is what `self`, an agent or a supervisor writes for the customer to see. Bots and the system (`External`)
 * neither wait nor answer. A customer who has left does not wait, and nothing waits in a chat that has ended; what was
 * written before does not wait again after a rejoin or a reopening.
 *
 * `since` is the server's time. For a live message without one it is `receivedAt`. A fetched message without one was sent
 * after the nearest earlier timed entry of the chat, else after the chat's `receivedDate`: that is its `since`.
 *
 * A state that no longer lists a customer is a departure only if the next list confirms it.
 *
 * Wire: a customer's `type` is `Customer` (GWS) or `Client` (GMS). Customers see what has the visibility `All`, or none. GWS
 * lists no participants right after `Accept`.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { awaitingReply, byNickname } from 'rx-chat-notifications';
 * import { messageLog, participant } from 'rx-chat-notifications/testing';
 *
 * const from = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
 * of(
 *   messageLog({ chatId: 'A', messages: [{ index: 1, from, text: 'Hello?', sentAt: 1_389_261_492_035 }] }),
 *   messageLog({ chatId: 'A', messages: [{ index: 2, text: 'How may I help you?' }] }),
 * )
 *   .pipe(awaitingReply({ self: byNickname('TestName') }))
 *   .subscribe(({ since, waiting }) => console.log(since, waiting.length));
 * // → 1389261492035 1
 * // → undefined 0
 */
export function awaitingReply(
  options: AwaitingReplyOptions,
): OperatorFunction<ChatNotification, AwaitedReply> {
  const check = checkOptions('awaitingReply', options);
  const { self } = options;
  check('self', self, isFunction(self), 'a function');
  return foldByChat<ChatNotification, Waiting, AwaitedReply>(check, options, () => ({
    fold: (waiting, notification, life) =>
      waitingAfter(waiting ?? nothingWaits(life.chatId), notification, life, self),
    emit: (now, before, { chatId }) => {
      const { open = [], since } = now ?? {};
      const { open: former = [], since: formerSince } = before ?? {};
      const isSame =
        since === formerSince &&
        open.length === former.length &&
        open.every(({ message }, at) => message === former[at]?.message);
      if (isSame) return undefined;
      const waiting = open.map(({ message }) => message);
      return { chatId, ...(since !== undefined && { since }), waiting };
    },
  }));
}
