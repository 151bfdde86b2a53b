import type { ChatMessage, MessageLogUpdate } from '../../src/model/index.ts';
import { messageLog } from '../../src/testing/index.ts';

export const log = (chatId: string, ...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId, messages });
export const one: Partial<ChatMessage> = { index: 1, text: 'one' };
export const two: Partial<ChatMessage> = { index: 2, text: 'two' };
