import * as t from 'io-ts';
import type { ChatNotification } from '../model/index.ts';
import { messageTypes } from './notificationWire.ts';
import { PlainObject } from './primitives.ts';
import { readMessageLog } from './readMessageLog.ts';
import { readInteractionChange, readOperationError, readStateChange } from './readStateChange.ts';
import type { Received } from './received.ts';
import { isObject } from './ownFields.ts';

/** Decodes one notification of any kind and dialect into the model; its `messageType` says what it is meant to be. */
export function readNotification(received: Received, context: t.Context): t.Validation<ChatNotification> {
  const { body, fields, channel, isEnveloped } = received;
  if (channel !== undefined && typeof channel !== 'string') {
    return t.failure(channel, t.appendContext(context, 'channel', t.string, channel));
  }
  if (!isObject(body)) {
    return t.failure(body, t.appendContext(context, isEnveloped ? 'data' : '', PlainObject, body));
  }
  const messageType = fields['messageType'];
  switch (messageType) {
    case 'MessageLogUpdated':
      return readMessageLog(received, context);
    case 'ChatStateChangeMessage':
      return isError(fields) ? readOperationError(received, context) : readStateChange(received, context);
    case 'InteractionStateChanged':
      return isError(fields)
        ? readOperationError(received, context)
        : readInteractionChange(received, context);
    case 'EventError':
      return readOperationError(received, context);
    default:
      return t.failure(messageType, t.appendContext(context, 'messageType', messageTypes, messageType));
  }
}

const isError = ({ notificationType }: Received['fields']): boolean => notificationType === 'Error';
