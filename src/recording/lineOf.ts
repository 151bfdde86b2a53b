import { canonical } from '../codec/index.ts';
import type { ChatNotification } from '../model/index.ts';

/** The line of a recording for a notification, as JSON. `readLine` reads it. */
export function lineOf(notification: ChatNotification): string {
  const { receivedAt, origin, channel } = notification;
  try {
    // `rejected` stands beside the data. Within it, masked entries would decode to other failures, and a log of rejected
    // messages alone would not decode.
    const { rejected, ...accepted } = { rejected: undefined, ...notification };
    return JSON.stringify({ receivedAt, origin, ...canonical(accepted), rejected });
  } catch (error) {
    return JSON.stringify({ receivedAt, origin, channel, unwritten: String(error) });
  }
}
