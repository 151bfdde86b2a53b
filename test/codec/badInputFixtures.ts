import { expect } from 'vitest';
import { canonical, ChatNotification } from '../../src/codec/index.ts';
import type { ChatMessage, ChatNotification as Notification, Participant } from '../../src/model/index.ts';
import { decoded } from '../fixtures.ts';

export const author: Participant = { nickname: 'TestName', type: 'Agent', participantId: '007352CE72D50290' };
export const entry: ChatMessage = { index: 1, type: 'Text', from: author, text: 'Hello' };

export const state = (chat: object): unknown => ({
  channel: '/v2/me/chats',
  data: {
    messageType: 'ChatStateChangeMessage',
    notificationType: 'PropertiesUpdated',
    chat: { id: 'A', state: 'Chatting', ...chat },
  },
});

export const interaction = (fields: object): unknown => ({
  data: {
    messageType: 'InteractionStateChanged',
    notificationType: 'PropertiesUpdated',
    interaction: { id: 'A', state: 'Chatting', ...fields },
  },
});

export const log = (...messages: unknown[]): unknown => ({
  data: {
    messageType: 'MessageLogUpdated',
    notificationType: 'NewMessages',
    chatUri: 'http://localhost/api/v2/chats/A',
    messages,
  },
});

export function messagesOf(x: unknown): readonly ChatMessage[] {
  const notification = decoded(x);
  return notification.kind === 'messages' ? notification.messages : expect.unreachable();
}

/** Both laws of encoding, compared as text, which shows an own `__proto__`. */
export function expectLossless(x: unknown): void {
  const fields = ({ wire: _, origin: __, receivedAt: ___, ...rest }: Notification): string =>
    JSON.stringify(rest, (_key, value: unknown) => sorted(value));
  const notification = decoded(x);
  expect(ChatNotification.encode(notification)).toBe(x);
  expect(fields(decoded({ ...canonical(notification) }))).toBe(fields(notification));
}

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
