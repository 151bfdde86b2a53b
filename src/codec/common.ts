import type { NotificationCommon } from '../model/index.ts';
import type { Mutable } from './mutable.ts';
import type { CommonWire } from './notificationWire.ts';
import type { Received } from './received.ts';

/** Notes what all kinds of notifications have in common and only some messages tell. */
export function withCircumstances<N extends NotificationCommon>(
  notification: Mutable<N>,
  { channel }: Received,
  { referenceId }: CommonWire,
): N {
  if (referenceId !== undefined) notification.referenceId = referenceId;
  if (typeof channel === 'string') notification.channel = channel;
  return notification;
}
