import type { ChatNotification } from '../model/index.ts';
import { readableFields } from '../model/readableFields.ts';
import { mapFields } from './mapFields.ts';

/** Masks a value; its key may say that nothing of it is to be read. */
export type MaskValue = (value: unknown, key: string) => unknown;

/** What happens to the fields of an object, or of each object of a list; fields without a name here are masked. */
interface Shape {
  readonly [field: string]: 'kept' | 'data' | Shape;
}

const participant: Shape = {
  participantId: 'kept',
  type: 'kept',
  visibility: 'kept',
  uri: 'kept',
  path: 'kept',
  userId: 'kept',
};
const message: Shape = {
  index: 'kept',
  type: 'kept',
  visibility: 'kept',
  sentAt: 'kept',
  messageType: 'kept',
  epoch: 'kept',
  occurrence: 'kept',
  from: participant,
  userData: 'data',
};
const chat: Shape = {
  id: 'kept',
  uri: 'kept',
  state: 'kept',
  capabilities: 'kept',
  participants: participant,
  userData: 'data',
  chatType: 'kept',
  receivedDate: 'kept',
  myParticipantId: 'kept',
};
const failure: Shape = {
  kind: 'kept',
  path: 'kept',
  channel: 'kept',
  problems: { path: 'kept', expected: 'kept' },
  raw: 'data',
};
const notification: Shape = {
  kind: 'kept',
  messageType: 'kept',
  notificationType: 'kept',
  referenceId: 'kept',
  operationId: 'kept',
  channel: 'kept',
  origin: 'kept',
  receivedAt: 'kept',
  synthetic: 'kept',
  statusCode: 'kept',
  errorCode: 'kept',
  isPartial: 'kept',
  chatId: 'kept',
  chatUri: 'kept',
  chat,
  messages: message,
  replaces: message,
  rejected: failure,
};

/** Masks everything in a notification except what operators distinguish by, and drops `wire`. */
export function redactor<N extends ChatNotification>(maskValue: MaskValue): (notification: N) => N {
  const redacted = <T extends object>(record: T, shape: Shape): T =>
    mapFields(record, (value, key) => {
      const inner = Array.isArray(record) ? shape : Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (inner === 'kept') return value;
      if (typeof inner === 'object' && typeof value === 'object' && value !== null) {
        return redacted(value, inner);
      }
      return maskValue(value, inner === 'data' ? '' : key);
    });
  return (received) => redacted(withoutWire(received), notification);
}

function withoutWire<N extends ChatNotification>(received: N): N {
  const readable = readableFields(received);
  if (!Object.hasOwn(readable, 'wire')) return readable;
  const bare = { ...readable };
  Reflect.deleteProperty(bare, 'wire');
  return bare;
}
