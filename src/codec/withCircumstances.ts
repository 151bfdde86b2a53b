import type { NotificationCommon } from '../model/index.ts';
import type { Mutable } from './mutable.ts';

/** Adds the fields that all kinds of notifications share and only some messages have. */
export function withCircumstances<N extends NotificationCommon>(
  notification: Mutable<N>,
  channel: unknown,
  referenceId: unknown,
  operationId: unknown,
): N {
  if (typeof referenceId === 'number') notification.referenceId = referenceId;
  if (typeof operationId === 'string') notification.operationId = operationId;
  if (typeof channel === 'string') notification.channel = channel;
  return notification;
}
