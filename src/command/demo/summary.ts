import { isDeepStrictEqual } from 'node:util';
import type { ChatTruth, FiredFaults } from '../../simulator/index.ts';
import type { Desk, DeskChat } from '../view/desk.ts';

/** How often the faults took effect that the play uses. */
export type PlayedFaults = Pick<FiredFaults, 'restart' | 'duplicate' | 'reorder'>;

/** What arrived, against what a perfect client would hold. */
export interface Summary {
  readonly chats: number;
  readonly published: number;
  readonly received: number;
  readonly putInOrder: number;
  readonly missing: number;
  readonly notDecoded: number;
  readonly lastFailure: string | undefined;
  /** The chats whose transcript or status is not the truth. */
  readonly differing: readonly Pick<DeskChat, 'chatId' | 'customer'>[];
}

export function summaryOf(desk: Desk, truths: readonly ChatTruth[]): Summary {
  const messagesOf = (chatId: string): readonly unknown[] =>
    desk.chats.get(chatId)?.transcript?.messages ?? [];
  const missingOf = ({ chatId, messages }: ChatTruth): number =>
    messages.filter((message) => !messagesOf(chatId).some((held) => isDeepStrictEqual(held, message))).length;
  const isTrue = ({ chatId, status, messages }: ChatTruth): boolean =>
    desk.chats.get(chatId)?.status === status && isDeepStrictEqual(messagesOf(chatId), messages);

  const known = new Set(truths.map(({ chatId }) => chatId));
  return {
    chats: truths.length,
    published: sum(truths.map(({ messages }) => messages.length)),
    received: desk.messagesSeen,
    putInOrder: desk.putInOrder,
    missing: sum(truths.map(missingOf)),
    notDecoded: desk.failures,
    lastFailure: desk.lastFailure,
    differing: [
      ...truths.filter((truth) => !isTrue(truth)).map(withCustomer),
      ...[...desk.chats.values()].filter(({ chatId }) => !known.has(chatId)),
    ],
  };
}

/** Whether all was decoded and every chat is as it really was, and whether there was anything to go wrong. */
export const isRight = ({ published, notDecoded, differing }: Summary, fired: PlayedFaults): boolean =>
  notDecoded === 0 && differing.length === 0 && wasTried(published, fired);

/** Whether something was said and every fault of the play has taken effect: nothing equals nothing, too. */
export const wasTried = (published: number, { restart, duplicate, reorder }: PlayedFaults): boolean =>
  [published, restart, duplicate, reorder].every((times) => times > 0);

function withCustomer({ chatId, participants }: ChatTruth): Pick<DeskChat, 'chatId' | 'customer'> {
  const customer = participants.find(({ type }) => type === 'Customer')?.nickname;
  return { chatId, ...(customer !== undefined && { customer }) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
