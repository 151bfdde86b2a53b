import type { SchedulerLike } from 'rxjs';
import type { CometDClient } from '../transport/transport.ts';
import { networkDelay } from './networkDelay.ts';

/** How long an answer to a goodbye is waited for, in milliseconds. */
export const farewell = 1_000;

/**
 * Tells the server that the session is over; resolves when it has answered or does not within {@link farewell}.
 *
 * CometD leaks the session on the server if it is disconnected during its handshake, and aborts the request if that is
 * done inside the handshake's listeners: both are waited for, as long as an answer may take.
 */
export const leave = (client: CometDClient, scheduler: SchedulerLike): Promise<void> =>
  new Promise((resolve) => {
    const disconnect = (): void => {
      if (client.isDisconnected()) {
        resolve();
        return;
      }
      const late = scheduler.schedule(() => {
        resolve();
      }, farewell);
      client.disconnect(() => {
        late.unsubscribe();
        resolve();
      });
    };
    if (client.getStatus() !== 'handshaking' || typeof client.getClientId() === 'string') {
      disconnect();
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
