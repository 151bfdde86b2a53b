import type { Chat, ChatStateChange } from '../model/index.ts';
import { internedId } from './chatIdAt.ts';
import { withCircumstances } from './withCircumstances.ts';
import type { Mutable } from './mutable.ts';
import { type Fields, isPlain } from './ownFields.ts';
import { isOptionalNumber, isOptionalText } from './primitives.ts';
import { readChat } from './readChat.ts';
import { readInteraction } from './v3/readInteraction.ts';

/** Reads a state change of GWS v2 of which every participant is good; `undefined` for anything else. */
export function readStateChange(
  wire: unknown,
  data: Fields,
  channel: string | undefined,
  receivedAt: number,
): ChatStateChange | undefined {
  if (data['synthetic'] !== undefined) return undefined;
  const chat = readChat(data['chat']);
  return chat && stateChange(wire, data, channel, receivedAt, chat);
}

/** The same for Workspace v3. */
export function readInteractionChange(
  wire: unknown,
  data: Fields,
  channel: string | undefined,
  receivedAt: number,
): ChatStateChange | undefined {
  const chat = readInteraction(data['interaction']);
  return chat && stateChange(wire, data, channel, receivedAt, chat);
}

function stateChange(
  wire: unknown,
  data: Fields,
  channel: string | undefined,
  receivedAt: number,
  chat: Chat,
): ChatStateChange | undefined {
  const { notificationType, referenceId, operationId } = data;
  if (!isPlain(data)) return undefined; // behind the reads, which tell V8 the shape: then the check costs nothing
  if (typeof notificationType !== 'string' || notificationType === 'Error') return undefined;
  if (!isOptionalNumber(referenceId) || !isOptionalText(operationId)) return undefined;
  const notification: Mutable<ChatStateChange> = {
    kind: 'chat',
    messageType: 'ChatStateChangeMessage',
    notificationType,
    origin: 'live',
    receivedAt,
    wire,
    chatId: internedId(chat.id),
    chat,
  };
  return withCircumstances(notification, channel, referenceId, operationId);
}
