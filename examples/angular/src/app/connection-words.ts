import type { ConnectionState } from 'rx-chat-notifications';

/** What an agent reads of the connection. */
export const connectionWords: Readonly<Record<ConnectionState, string>> = {
  idle: 'Not connected',
  connecting: 'Connecting…',
  connected: 'Connected',
  restoring: 'Connecting again…',
  interrupted: 'Connection lost, trying again…',
  denied: 'Access was denied',
  closed: 'Signed off',
};
