import * as t from 'io-ts';
import type { ChatNotification, ChatOperationError, ChatStateChange } from '../model/index.ts';
import { type ChatWire, toChat } from './chat.ts';
import { withCircumstances } from './common.ts';
import type { Mutable } from './mutable.ts';
import {
  messageLogWire,
  messageTypes,
  type OperationErrorWire,
  operationErrorWire,
  type StateChangeWire,
  stateChangeWire,
} from './notificationWire.ts';
import { PlainObject } from './primitives.ts';
import { readMessageLog } from './readMessageLog.ts';
import type { Received } from './received.ts';
import { isObject, own } from './recordCodec.ts';

/** Decodes one notification of any kind into the model. */
export function readNotification(received: Received, context: t.Context): t.Validation<ChatNotification> {
  const { body, channel, isEnveloped } = received;
  if (channel !== undefined && typeof channel !== 'string') {
    return t.failure(channel, t.appendContext(context, 'channel', t.string, channel));
  }
  if (!isObject(body)) {
    return t.failure(body, t.appendContext(context, isEnveloped ? 'data' : '', PlainObject, body));
  }
  const messageType = own(body, 'messageType');
  if (messageType === 'MessageLogUpdated') {
    const wire = messageLogWire.validate(body, context);
    return wire._tag === 'Left' ? wire : readMessageLog(received, wire.right, context);
  }
  if (messageType !== 'ChatStateChangeMessage') {
    return t.failure(messageType, t.appendContext(context, 'messageType', messageTypes, messageType));
  }
  if (own(body, 'notificationType') === 'Error') {
    const wire = operationErrorWire.validate(body, context);
    return wire._tag === 'Left' ? wire : t.success(operationError(received, wire.right));
  }
  const wire = stateChangeWire.validate(body, context);
  return wire._tag === 'Left' ? wire : t.success(stateChange(received, wire.right));
}

function stateChange(received: Received, wire: StateChangeWire): ChatStateChange {
  const notification: Mutable<ChatStateChange> = {
    kind: 'chat',
    messageType: wire.messageType,
    notificationType: wire.notificationType,
    origin: 'live',
    receivedAt: received.receivedAt,
    wire: received.wire,
    chatId: wire.chat.id,
    chat: toChat(wire.chat),
  };
  if (wire.synthetic === true) notification.synthetic = true;
  return withCircumstances(notification, received, wire);
}

function operationError(received: Received, wire: OperationErrorWire): ChatOperationError {
  const { chat, statusCode, errorMessage = wire.statusMessage } = wire;
  const notification: Mutable<ChatOperationError> = {
    kind: 'error',
    messageType: wire.messageType,
    notificationType: wire.notificationType,
    origin: 'live',
    receivedAt: received.receivedAt,
    wire: received.wire,
  };
  if (chat?.id !== undefined) notification.chatId = chat.id;
  if (isWhole(chat)) notification.chat = toChat(chat);
  if (errorMessage !== undefined) notification.errorMessage = errorMessage;
  if (statusCode !== undefined) notification.statusCode = statusCode;
  return withCircumstances(notification, received, wire);
}

const isWhole = (chat: OperationErrorWire['chat']): chat is ChatWire =>
  chat?.id !== undefined && chat.state !== undefined;
