import { credentials } from 'rx-chat-notifications';
import { type SharedSession, sharedSession } from 'rx-chat-notifications/tabs';
import type { ConsoleConfig } from '../../shared/news.ts';

/** A session that all tabs of the console share, and the name of the agent. */
export interface ConsoleSession extends SharedSession {
  /** The nickname of the agent. */
  readonly self: string;
}

export const consoleSession = (url: string, { user, password }: ConsoleConfig): ConsoleSession =>
  Object.assign(sharedSession({ url, credentials: credentials.basic(user, password) }), { self: user });
