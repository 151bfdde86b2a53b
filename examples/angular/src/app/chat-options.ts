import { InjectionToken } from '@angular/core';
import type { SharedSessionOptions } from 'rx-chat-notifications/tabs';

/** Where GWS is, and who the agent is. */
export interface ChatOptions {
  readonly session: SharedSessionOptions;
  /** The agent's name in chats, by which their own messages are known. */
  readonly nickname: string;
}

export const CHAT_OPTIONS = new InjectionToken<ChatOptions>('CHAT_OPTIONS');
