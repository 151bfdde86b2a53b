import { describe, expect, it } from 'vitest';
import { canonical, ChatNotification, decodeNotification } from '../../src/codec/index.ts';
import type { ChatMessage } from '../../src/model/index.ts';
import { messageLog } from '../../src/testing/index.ts';

const decoded = (wire: unknown): unknown => {
  const result = decodeNotification(wire, 5);
  return result._tag === 'Right' ? result.right : result.left.message;
};
const from = { participantId: '1', nickname: 'Ann', type: 'Customer' };
const log = (message: object): object => ({
  messageType: 'MessageLogUpdated',
  notificationType: 'NewMessages',
  chatPath: '/chats/A',
  messages: [message],
});

describe('what was not told', () => {
  it('is absent in what is decoded, not undefined', () => {
    const wire = { messageType: 'EventError' };
    const common = { notificationType: 'Error', origin: 'live', receivedAt: 5 };
    const error = { kind: 'error', messageType: 'ChatStateChangeMessage', ...common, wire };
    expect(decoded(wire)).toStrictEqual(error);

    const content = { text: 'Hi', visibility: 'All', sentAt: 1_389_261_492_035 };
    for (const { sentAt, ...fields } of [
      content,
      { ...content, text: undefined },
      { ...content, visibility: undefined },
    ]) {
      for (const timestampSeconds of [sentAt, undefined]) {
        const given = JSON.parse(JSON.stringify({ ...fields, timestampSeconds })) as Partial<ChatMessage>;
        const { timestampSeconds: at, ...rest } = given as Record<string, unknown>;
        const message = { index: 1, type: 'Text', from, ...rest, ...(at !== undefined && { sentAt }) };
        const whole = log({ index: 1, type: 'Text', from, ...given });
        expect(decoded(whole)).toStrictEqual({
          kind: 'messages',
          messageType: 'MessageLogUpdated',
          notificationType: 'NewMessages',
          origin: 'live',
          receivedAt: 5,
          wire: whole,
          chatId: 'A',
          messages: [message],
        });
      }
    }
  });

  it('is absent in what is encoded, not undefined', () => {
    const content = { messageType: 'ChatStateChangeMessage', notificationType: 'Error' };
    expect(canonical({ kind: 'error', ...content, origin: 'live', receivedAt: 5 })).toStrictEqual({
      data: content,
    });
    expect(canonical(messageLog({ chatId: 'A', messages: [] })).data).not.toHaveProperty('referenceId');
  });
});

describe('a report', () => {
  it.each([
    [
      { messageType: 'MessageLogUpdated', notificationType: 'NewMessages', chatPath: '/chats/A' },
      'messages: expected array, got undefined',
    ],
    [log([]), 'messages[0]: expected object (ChatMessage), got array'],
    [log({ index: 1, type: 'Text', from: 5 }), 'messages[0].from: expected object (Participant), got number'],
    [
      log({ index: 1, type: 'Text', from: { ...from, participantId: true } }),
      'messages[0].from.participantId: expected string or number, got boolean',
    ],
    [{ messageType: 'EventError', chat: 5 }, 'chat: expected object (Chat), got number'],
    [{ messageType: 'EventError', interaction: 5 }, 'interaction: expected object (Interaction), got number'],
    [
      { messageType: 'InteractionStateChanged', notificationType: 'StatusChange', interaction: null },
      'interaction: expected object (Interaction), got null',
    ],
    [
      {
        messageType: 'InteractionStateChanged',
        notificationType: 'StatusChange',
        interaction: { id: 'A', state: 'Chatting', chat: 5 },
      },
      'interaction.chat: expected object (InteractionChat), got number',
    ],
    [
      {
        messageType: 'InteractionStateChanged',
        notificationType: 'StatusChange',
        interaction: { id: 'A', state: 'Chatting', userData: [5] },
      },
      'interaction.userData[0]: expected object (UserDataEntry), got number',
    ],
    [
      {
        messageType: 'InteractionStateChanged',
        notificationType: 'StatusChange',
        interaction: { id: 'A', state: 'Chatting', chat: { participants: 5 } },
      },
      'interaction.chat.participants: expected array, got number',
    ],
  ])('names what was wanted: %j', (wire, message) => {
    expect(decoded(wire)).toBe(message);
  });

  it('cuts a long name, and leaves no half of a character', () => {
    const messageType = `${'x'.repeat(56)}\u{1F600}${'y'.repeat(9)}`;
    for (const cut of [messageType, `x${messageType}`, `xx${messageType}`]) {
      const shown = String(decoded({ messageType: cut, notificationType: 'n' }));
      expect(shown).toMatch(/^messageType: expected message type of chats, got "x{56,57}…"$/);
    }
  });

  it('reports a value that cannot be read', () => {
    const hostile = (thrown: unknown): object =>
      Object.defineProperty({}, 'messageType', {
        enumerable: true,
        get: () => {
          throw thrown;
        },
      });
    expect(decoded(hostile('no'))).toBe('expected readable data, got "no"');
    expect(decoded(hostile(Object.create(null)))).toBe(
      'expected readable data, got "something that cannot be read either"',
    );
  });
});

describe('the guard of a notification', () => {
  it('takes what is synthetic or has rejected messages, and nothing that only looks so', () => {
    const chat = { id: 'A', state: 'Chatting' };
    const common = { messageType: 'm', notificationType: 'n', origin: 'live', receivedAt: 5, chatId: 'A' };
    const change = { ...common, kind: 'chat', chat };
    expect([true, false].map((synthetic) => ChatNotification.is({ ...change, synthetic }))).toEqual([
      true,
      false,
    ]);
    const messages = { ...common, kind: 'messages', messages: [] };
    const rejected = [{ message: 'no', path: '' }, { message: 5, path: '' }, { message: 'no' }];
    expect(rejected.map((one) => ChatNotification.is({ ...messages, rejected: [one] }))).toEqual([
      true,
      false,
      false,
    ]);
  });
});
