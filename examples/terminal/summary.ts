import { isDeepStrictEqual } from 'node:util';
import type { ChatTruth, FiredFaults } from 'rx-chat-notifications/simulator';
import type { Desk } from './desk.ts';

/** What arrived, against what a perfect client would hold. */
export interface Summary {
  readonly chats: number;
  readonly published: number;
  readonly received: number;
  readonly duplicates: number;
  readonly putInOrder: number;
  readonly missing: number;
  /** The ids of the chats whose transcript or status is not the truth. */
  readonly differing: readonly string[];
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
    received: desk.received,
    duplicates: desk.duplicates,
    putInOrder: desk.putInOrder,
    missing: sum(truths.map(missingOf)),
    differing: [
      ...truths.filter((truth) => !isTrue(truth)).map(({ chatId }) => chatId),
      ...[...desk.chats.keys()].filter((chatId) => !known.has(chatId)),
    ],
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The summary in a few lines. */
export function linesOf(summary: Summary, fired: FiredFaults): readonly string[] {
  const { chats, published, received, duplicates, putInOrder, missing, differing } = summary;
  const rows: readonly (readonly [what: string, count: number, meaning: string])[] = [
    ['published', published, `messages in ${chats} chats, not counting typing notices`],
    ['received', received, 'messages, those that came twice among them'],
    ['duplicates removed', duplicates, 'messages'],
    ['put in order', putInOrder, 'messages that came after a later one'],
    ['missing', missing, 'messages'],
  ];
  return [
    `The server was restarted ${fired.restart} ×; notifications sent twice: ${fired.duplicate}, out of order: ${fired.reorder}.`,
    'Against the truth of the simulator:',
    ...rows.map(([what, count, meaning]) => `  ${what.padEnd(18)} ${String(count).padStart(4)}  ${meaning}`),
    differing.length === 0
      ? 'Every transcript and every status equals the truth.'
      : `These chats differ from the truth: ${differing.join(', ')}`,
  ];
}
