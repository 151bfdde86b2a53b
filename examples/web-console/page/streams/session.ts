import { type ChatSession, chatSession, credentials } from 'rx-chat-notifications';
import type { ConsoleConfig } from '../../shared/news.ts';

/** A session, and the name of the agent. */
export interface ConsoleSession extends ChatSession {
  /** The nickname of the agent. */
  readonly self: string;
}

export const consoleSession = (url: string, { user, password }: ConsoleConfig): ConsoleSession =>
  Object.assign(chatSession({ url, credentials: credentials.basic(user, password) }), { self: user });
