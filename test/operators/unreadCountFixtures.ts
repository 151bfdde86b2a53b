import { byNickname, type UnreadCount } from '../../operators/index.ts';
import type { ChatMessage, MessageLogUpdate, Participant } from '../../src/model/index.ts';
import { messageLog, participant } from '../../src/testing/index.ts';

export const ann: Participant = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
export const eve: Participant = participant({ participantId: '2', nickname: 'Eve' });
export const bob: Participant = participant({ participantId: '3', nickname: 'Bob' });
export const self: (author: Participant) => boolean = byNickname('Bob');

/** A message of Ann, or of another, in which its index is its text. */
export const at = (index: number, author: Participant = ann): Partial<ChatMessage> => ({
  index,
  from: author,
  text: String(index),
});
export const log = (...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', messages });
export const inB = (...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId: 'B', messages });

/** The notifications of chat A. */
export const count = (unread: number, firstUnreadIndex?: number): UnreadCount => ({
  chatId: 'A',
  unread,
  ...(firstUnreadIndex !== undefined && { firstUnreadIndex }),
});
export const inChatB = (unread: number, firstUnreadIndex?: number): UnreadCount => ({
  ...count(unread, firstUnreadIndex),
  chatId: 'B',
});
