import type { Chat, ChatMessage, ChatStateChange, MessageLogUpdate } from '../../model/index.ts';

/** A chat as it is told to those who did not hear of it live. */
export const snapshotOf = (chat: Chat, receivedAt: number): ChatStateChange => ({
  kind: 'chat',
  messageType: 'ChatStateChangeMessage',
  notificationType: 'StatusChange',
  origin: 'snapshot',
  chatId: chat.id,
  chat,
  receivedAt,
});

/** Messages as they are told to those who did not hear them live. */
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

/** The end of a chat that the server no longer knows. */
export const endOf = (chatId: string, receivedAt: number): ChatStateChange => ({
  ...snapshotOf({ id: chatId, state: 'Completed' }, receivedAt),
  synthetic: true,
});
