import { InjectionToken } from '@angular/core';
import type { SessionOptions } from 'rx-chat-notifications';

/** Where GWS is, and who the agent is. */
export interface ChatOptions {
  readonly session: SessionOptions;
  /** The agent's name in chats, by which their own messages are known. */
  readonly nickname: string;
}

export const CHAT_OPTIONS = new InjectionToken<ChatOptions>('CHAT_OPTIONS');
