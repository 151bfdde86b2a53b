import type { ChatNotification } from '../model/index.ts';
import { type Fields, isObject, isPlain } from './ownFields.ts';
import { readMessageLog } from './readMessageLog.ts';
import { readInteractionChange, readStateChange } from './readStateChange.ts';

/**
 * Reads the messages that make up nearly all traffic, many times as fast as the codecs; `undefined` for anything else,
 * which the codecs then decode or report. To be called only while `Object.prototype` is as it was.
 */
export function readNotification(wire: unknown, receivedAt: number): ChatNotification | undefined {
  if (!isObject(wire)) return undefined;
  const { data, channel, messageType } = wire;
  if (!isPlain(wire)) return undefined; // after the reads, from which V8 knows the shape: the check then costs nothing
  if (data === undefined || messageType !== undefined) return readData(wire, wire, undefined, receivedAt);
  return (channel === undefined || typeof channel === 'string') && isObject(data)
    ? readData(wire, data, channel, receivedAt)
    : undefined;
}

function readData(
  wire: unknown,
  data: Fields,
  channel: string | undefined,
  receivedAt: number,
): ChatNotification | undefined {
  switch (data['messageType']) {
    case 'MessageLogUpdated':
      return readMessageLog(wire, data, channel, receivedAt);
    case 'ChatStateChangeMessage':
      return readStateChange(wire, data, channel, receivedAt);
    case 'InteractionStateChanged':
      return readInteractionChange(wire, data, channel, receivedAt);
    default:
      return undefined;
  }
}
