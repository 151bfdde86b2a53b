import * as t from 'io-ts';
import type { ChatNotification } from '../model/index.ts';
import { decodeMessageLog } from './decodeMessageLog.ts';
import { decodeOperationError } from './decodeOperationError.ts';
import { decodeInteractionChange, decodeStateChange } from './decodeStateChange.ts';
import { messageTypes } from './notificationWire.ts';
import { isObject } from './ownFields.ts';
import { PlainObject } from './primitives.ts';
import type { Received } from './received.ts';
import { asChat, errorsOfSession, sessionFieldOf } from './sessionMedia.ts';

/** Decodes a message of any kind and dialect, with the errors of io-ts. A session of another medium decodes as a chat. */
export function decodeReceived(received: Received, context: t.Context): t.Validation<ChatNotification> {
  const { body, fields, channel, isEnveloped } = received;
  if (channel !== undefined && typeof channel !== 'string') {
    return t.failure(channel, t.appendContext(context, 'channel', t.string, channel));
  }
  if (!isObject(body)) {
    return t.failure(body, t.appendContext(context, isEnveloped ? 'data' : '', PlainObject, body));
  }
  const session = sessionFieldOf(fields);
  if (session === undefined) return decodeChatMessage(received, context);
  const result = decodeChatMessage(asChat(received, session), context);
  return result._tag === 'Right' ? result : t.failures(errorsOfSession(result.left, session, context.length));
}

function decodeChatMessage(received: Received, context: t.Context): t.Validation<ChatNotification> {
  const { fields } = received;
  const { messageType } = fields;
  const isError = fields['notificationType'] === 'Error';
  switch (messageType) {
    case 'MessageLogUpdated':
      return decodeMessageLog(received, context);
    case 'ChatStateChangeMessage':
      return isError ? decodeOperationError(received, context) : decodeStateChange(received, context);
    case 'InteractionStateChanged':
      return isError ? decodeOperationError(received, context) : decodeInteractionChange(received, context);
    case 'EventError':
      return decodeOperationError(received, context);
    default:
      return t.failure(messageType, t.appendContext(context, 'messageType', messageTypes, messageType));
  }
}
