import * as t from 'io-ts';
import type { Chat, ChatOperationError, ChatStateChange } from '../model/index.ts';
import { type ChatWire, toChat } from './chat.ts';
import { withCircumstances } from './common.ts';
import type { Mutable } from './mutable.ts';
import {
  interactionChangeWire,
  type OperationErrorWire,
  operationErrorWire,
  stateChangeWire,
} from './notificationWire.ts';
import type { Received } from './received.ts';
import { type InteractionWire, toChatOfInteraction } from './v3/interaction.ts';

/** What both dialects call a state change here, so that a notification is the same wherever it came from. */
const messageType = 'ChatStateChangeMessage';

export function readStateChange(received: Received, context: t.Context): t.Validation<ChatStateChange> {
  const result = stateChangeWire.validate(received.fields, context);
  if (result._tag === 'Left') return result;
  const notification = stateChange(received, result.right.notificationType, toChat(result.right.chat));
  if (result.right.synthetic === true) notification.synthetic = true;
  return t.success(withCircumstances(notification, received, result.right));
}

export function readInteractionChange(received: Received, context: t.Context): t.Validation<ChatStateChange> {
  const result = interactionChangeWire.validate(received.fields, context);
  if (result._tag === 'Left') return result;
  const { notificationType, interaction } = result.right;
  const notification = stateChange(received, notificationType, toChatOfInteraction(interaction));
  return t.success(withCircumstances(notification, received, result.right));
}

const stateChange = (received: Received, notificationType: string, chat: Chat): Mutable<ChatStateChange> => ({
  kind: 'chat',
  messageType,
  notificationType,
  origin: 'live',
  receivedAt: received.receivedAt,
  wire: received.wire,
  chatId: chat.id,
  chat,
});

/** Wire: a state change whose `notificationType` is `Error`, and `EventError` of Workspace v3. */
export function readOperationError(received: Received, context: t.Context): t.Validation<ChatOperationError> {
  const result = operationErrorWire.validate(received.fields, context);
  if (result._tag === 'Left') return result;
  const wire = result.right;
  const { chat, interaction, interactionId, statusCode, errorMessage = wire.statusMessage } = wire;
  const shown = chatShownBy(wire);
  const chatId = shown?.id ?? chat?.id ?? interaction?.id ?? interactionId;
  const notification: Mutable<ChatOperationError> = {
    kind: 'error',
    messageType,
    notificationType: 'Error',
    origin: 'live',
    receivedAt: received.receivedAt,
    wire: received.wire,
  };
  if (chatId !== undefined) notification.chatId = chatId;
  if (shown !== undefined) notification.chat = shown;
  if (errorMessage !== undefined) notification.errorMessage = errorMessage;
  if (statusCode !== undefined) notification.statusCode = statusCode;
  return t.success(withCircumstances(notification, received, wire));
}

function chatShownBy({ chat, interaction }: OperationErrorWire): Chat | undefined {
  if (isWhole<ChatWire>(chat)) return toChat(chat);
  return isWhole<InteractionWire>(interaction) ? toChatOfInteraction(interaction) : undefined;
}

const isWhole = <Whole extends { readonly id: string; readonly state: string }>(
  told: Partial<Whole> | undefined,
): told is Whole => told?.id !== undefined && told.state !== undefined;
