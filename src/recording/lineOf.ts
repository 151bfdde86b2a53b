import { canonical } from '../codec/index.ts';
import type { ChatNotification } from '../model/index.ts';
import { readableFields } from '../model/readableFields.ts';

/** The line of a recording for a notification, as JSON. `readLine` reads it. */
export function lineOf(notification: ChatNotification): string {
  const { receivedAt, origin, channel } = readableFields(notification);
  try {
    const rejected = 'rejected' in notification ? notification.rejected : undefined;
    const { data } = canonical(rejected === undefined ? notification : accepted(notification));
    return JSON.stringify({ receivedAt, origin, channel, data, rejected });
  } catch (error) {
    return JSON.stringify({ receivedAt, origin, channel, unwritten: reasonOf(error) });
  }
}

/**
 * `rejected` stands beside the data. Within it, masked entries would decode to other failures, and a log of rejected messages
 * alone would not decode.
 */
function accepted(notification: ChatNotification): ChatNotification {
  const { rejected, ...rest } = { rejected: undefined, ...notification };
  return rest;
}

function reasonOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'the thrown value cannot be read';
  }
}
