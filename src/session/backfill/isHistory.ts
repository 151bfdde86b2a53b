import { isFunction } from '../../fold/checkOptions.ts';
import type { ChatHistory } from './chatHistory.ts';

export const isHistory = (value: Partial<ChatHistory> | null | undefined): boolean =>
  isFunction(value?.chats) && isFunction(value?.messages);
