import * as t from 'io-ts';
import type {
  ChatNotification,
  ChatOperationError,
  ChatStateChange,
  NotificationCommon,
} from '../model/index.ts';
import { type ChatWire, toChat } from './chat.ts';
import { commonOf } from './common.ts';
import {
  messageLogWire,
  messageTypes,
  type OperationErrorWire,
  operationErrorWire,
  type StateChangeWire,
  stateChangeWire,
} from './notificationWire.ts';
import { readMessageLog } from './readMessageLog.ts';
import { PlainObject } from './primitives.ts';
import type { Received } from './received.ts';
import { isObject, own } from './recordCodec.ts';

/** Decodes one notification of any kind into the model. */
export function readNotification(received: Received, context: t.Context): t.Validation<ChatNotification> {
  const { body, channel, isEnveloped } = received;
  if (channel !== undefined && typeof channel !== 'string') {
    return t.failure(channel, t.appendContext(context, 'channel', t.string, channel));
  }
  if (!isObject(body))
    return t.failure(body, t.appendContext(context, isEnveloped ? 'data' : '', PlainObject, body));
  const messageType = own(body, 'messageType');
  if (messageType === 'MessageLogUpdated') {
    const wire = messageLogWire.validate(body, context);
    return wire._tag === 'Left'
      ? wire
      : readMessageLog(commonOf(received, wire.right, channel), wire.right, context);
  }
  if (messageType !== 'ChatStateChangeMessage') {
    return t.failure(messageType, t.appendContext(context, 'messageType', messageTypes, messageType));
  }
  if (own(body, 'notificationType') === 'Error') {
    const wire = operationErrorWire.validate(body, context);
    return wire._tag === 'Left'
      ? wire
      : t.success(operationError(commonOf(received, wire.right, channel), wire.right));
  }
  const wire = stateChangeWire.validate(body, context);
  return wire._tag === 'Left'
    ? wire
    : t.success(stateChange(commonOf(received, wire.right, channel), wire.right));
}

function stateChange(common: NotificationCommon, { chat }: StateChangeWire): ChatStateChange {
  return { kind: 'chat', ...common, chatId: chat.id, chat: toChat(chat) };
}

function operationError(common: NotificationCommon, wire: OperationErrorWire): ChatOperationError {
  const { chat, statusCode } = wire;
  const errorMessage = wire.errorMessage ?? wire.statusMessage;
  return {
    kind: 'error',
    ...common,
    ...(chat?.id !== undefined && { chatId: chat.id }),
    ...(isWhole(chat) && { chat: toChat(chat) }),
    ...(errorMessage !== undefined && { errorMessage }),
    ...(statusCode !== undefined && { statusCode }),
  };
}

const isWhole = (chat: OperationErrorWire['chat']): chat is ChatWire =>
  chat?.id !== undefined && chat.state !== undefined;
