import type { Chat, ChatMessage, ChatStateChange, MessageLogUpdate } from '../../model/index.ts';

/** The state of a chat that was fetched or is replayed. */
export const snapshotOf = (chat: Chat, receivedAt: number): ChatStateChange => ({
  kind: 'chat',
  messageType: 'ChatStateChangeMessage',
  notificationType: 'StatusChange',
  origin: 'snapshot',
  chatId: chat.id,
  chat,
  receivedAt,
});

/** Messages that were fetched or are replayed. */
export const pastMessages = (
  chatId: string,
  messages: readonly ChatMessage[],
  receivedAt: number,
): MessageLogUpdate => ({
  kind: 'messages',
  messageType: 'MessageLogUpdated',
  notificationType: 'NewMessages',
  origin: 'history',
  chatId,
  messages,
  receivedAt,
});

/** The end of a chat that the server no longer lists. */
export const syntheticEnd = (chatId: string, receivedAt: number): ChatStateChange => ({
  ...snapshotOf({ id: chatId, state: 'Completed' }, receivedAt),
  synthetic: true,
});
