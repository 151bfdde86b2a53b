import { isFunction } from '../../../operators/internal/checkOptions.ts';
import type { ChatHistory } from './chatHistory.ts';

export const isHistory = (value: Partial<ChatHistory> | null | undefined): boolean =>
  isFunction(value?.chats) && isFunction(value?.messages);
