import type { CometDClient } from '../transport/transport.ts';

/**
 * Tells the server that the session is over; resolves when it has answered or cannot be told.
 *
 * CometD leaks the session on the server if it is disconnected during its handshake, and aborts the request if that is
 * done inside the handshake's listeners: both are waited for.
 */
export const leave = (client: CometDClient): Promise<void> =>
  new Promise((resolve) => {
    const disconnect = (): void => {
      if (client.isDisconnected()) resolve();
      else
        client.disconnect(() => {
          resolve();
        });
    };
    if (client.getStatus() !== 'handshaking' || typeof client.getClientId() === 'string') {
      disconnect();
      return;
    }
    const handle = client.addListener('/meta/handshake', () => {
      client.removeListener(handle);
      queueMicrotask(disconnect);
    });
  });
