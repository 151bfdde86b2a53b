import type { SchedulerLike } from 'rxjs';
import type { CometDClient } from '../../transport/transport.ts';
import { networkDelay } from '../networkDelay.ts';

/** How long the reply to a disconnect is waited for, in milliseconds. */
export const disconnectTimeout = 1_000;

/**
 * Disconnects a client; resolves when the server has answered, or does not within {@link disconnectTimeout}.
 *
 * CometD leaks the session on the server if it is disconnected during its handshake, and aborts the request if that is
 * done inside the handshake's listeners: both are waited for, as long as an answer may take.
 */
export const leaveClient = (client: CometDClient, scheduler: SchedulerLike): Promise<void> =>
  new Promise((resolve) => {
    const disconnect = (): void => {
      if (client.isDisconnected()) {
        resolve();
        return;
      }
      const late = scheduler.schedule(() => {
        resolve();
      }, disconnectTimeout);
      try {
        client.disconnect(() => {
          late.unsubscribe();
          resolve();
        });
      } catch {
        // Its state allows no disconnect; `late` ends the wait.
      }
    };
    if (client.getStatus() !== 'handshaking') {
      disconnect();
      return;
    }
    if (client.getClientId() != null) {
      queueMicrotask(disconnect);
      return;
    }
    const handle = client.addListener('/meta/handshake', () => {
      overdue.unsubscribe();
      client.removeListener(handle);
      queueMicrotask(disconnect);
    });
    const overdue = scheduler.schedule(() => {
      client.removeListener(handle);
      disconnect();
    }, networkDelay);
  });
