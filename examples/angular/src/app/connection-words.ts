import type { ConnectionState } from 'rx-chat-notifications';

/** What an agent reads of the connection. */
export const connectionWords: Readonly<Record<ConnectionState, string>> = {
  idle: 'Not connected',
  connecting: 'Connecting…',
  connected: 'Connected',
  reconnecting: 'Connecting again…',
  interrupted: 'Connection lost, trying again…',
  denied: 'Access was denied',
  failed: 'No connection',
  closed: 'Signed off',
};
