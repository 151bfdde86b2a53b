import type { MessageLogUpdate } from 'rx-chat-notifications';
import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import { expect, it } from 'vitest';
import { inOrder } from '../../src/tabs/inOrder.ts';

const log = (
  chatId: string,
  origin: MessageLogUpdate['origin'],
  ...indices: readonly number[]
): MessageLogUpdate => ({
  ...messageLog({ chatId, messages: indices.map((index) => ({ index, text: `m${index}` })) }),
  origin,
});

const described = (notifications: ReturnType<typeof inOrder>): readonly string[] =>
  notifications.map((one) =>
    one.kind === 'messages'
      ? `${one.chatId} ${one.origin} ${one.messages.map(({ index }) => index).join()}`
      : one.kind,
  );

it('puts the messages of a chat in order, whether they were missed or live', () => {
  const held = [
    log('A', 'live', 3),
    chatStateChange(),
    log('A', 'history', 1, 2, 4),
    log('B', 'live', 1),
    log('A', 'live', 5),
  ];
  expect(described(inOrder(held))).toEqual([
    'A history 1,2',
    'A live 3',
    'A history 4',
    'A live 5',
    'chat',
    'B live 1',
  ]);
});

it('leaves what is in order as it is, and drops nothing', () => {
  const held = [log('A', 'history', 1, 2), log('A', 'live'), log('A', 'live', 3)];
  expect(inOrder(held)).toHaveLength(3);
  expect(inOrder(held)[0]).toBe(held[0]);
});

it('keeps the messages of an earlier epoch before those of a later one', () => {
  const later = messageLog({ chatId: 'A', messages: [{ index: 1, text: 'again', epoch: 2 }] });
  expect(described(inOrder([later, log('A', 'history', 1, 2, 3)]))).toEqual(['A history 1,2,3', 'A live 1']);
});
