import type { ConnectionState } from 'rx-chat-notifications';

/** The states of the connection in the words of the app. */
export const connectionWords: Readonly<Record<ConnectionState, string>> = {
  idle: 'Not connected',
  connecting: 'Connecting…',
  connected: 'Connected',
  reconnecting: 'Reconnecting…',
  interrupted: 'Connection lost, retrying…',
  denied: 'Access was denied',
  failed: 'No connection',
  closed: 'Signed out',
};
