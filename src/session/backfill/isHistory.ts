import { isFunction } from '../../fold/checkOptions.ts';
import type { ChatHistory } from './chatHistory.ts';

export const isHistory = (value: unknown): value is ChatHistory =>
  typeof value === 'object' &&
  value !== null &&
  'chats' in value &&
  isFunction(value.chats) &&
  'messages' in value &&
  isFunction(value.messages);

/** Whether it is an object with nothing but the options of `gwsHistory`, which checks them. */
export const isHistoryOptions = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).every((name) => name === 'paths' || name === 'mapMessage');
