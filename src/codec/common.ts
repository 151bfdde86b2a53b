import type { NotificationCommon } from '../model/index.ts';
import type { CommonWire } from './notificationWire.ts';
import type { Received } from './received.ts';

/** What all kinds of notifications have in common. */
export const commonOf = (
  { wire, receivedAt }: Received,
  { messageType, notificationType, referenceId }: CommonWire,
  channel: string | undefined,
): NotificationCommon => ({
  messageType,
  notificationType,
  ...(referenceId !== undefined && { referenceId }),
  ...(channel !== undefined && { channel }),
  origin: 'live',
  receivedAt,
  wire,
});
