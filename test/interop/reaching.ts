import type { Credentials, SessionOptions } from 'rx-chat-notifications';
import { engine } from './engine.ts';

/** The options of a session, with which it reaches its server over the transport of the engine. */
export function reaching(options: SessionOptions): SessionOptions {
  const { url, credentials, client, transports } = options;
  const isGiven = url === undefined || client !== undefined || transports !== undefined;
  if (engine.transport === 'long-polling' || isGiven) return options;
  const notificationsUrl = new URL(`${url}/api/v2/notifications`);
  notificationsUrl.searchParams.set('authorization', authorizationOf(credentials));
  return { ...options, transports: [engine.transport], notificationsUrl: notificationsUrl.href };
}

function authorizationOf(credentials: Credentials | undefined): string {
  if (credentials?.kind !== 'basic') return '';
  return `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
}
