import type { ChatMessage, MessageLogUpdate } from '../model/index.ts';
import { chatIdAt } from './chatIdAt.ts';
import { withCircumstances } from './withCircumstances.ts';
import { shortLengthOf } from './listOf.ts';
import type { Mutable } from './mutable.ts';
import { type Fields, isPlain } from './ownFields.ts';
import { isOptionalNumber, isOptionalText } from './primitives.ts';
import { readChatMessage } from './readChatMessage.ts';

/** Reads a message log of either dialect of which every message is good; `undefined` for anything else. */
export function readMessageLog(
  wire: unknown,
  data: Fields,
  channel: string | undefined,
  receivedAt: number,
): MessageLogUpdate | undefined {
  const {
    messageType,
    notificationType,
    referenceId,
    operationId,
    chatUri,
    chatPath,
    messages: entries,
  } = data;
  if (typeof messageType !== 'string' || typeof notificationType !== 'string') return undefined;
  if (!isOptionalNumber(referenceId) || !isOptionalText(operationId)) return undefined;
  if (!isOptionalText(chatUri) || !isOptionalText(chatPath)) return undefined;
  const { id, interactionId } = data;
  if (!isPlain(data)) return undefined; // behind the reads, which tell V8 the shape: then the check costs nothing
  if (!isOptionalText(id) || !isOptionalText(interactionId)) return undefined;
  if (chatUri === '' || chatPath === '' || id === '' || interactionId === '') return undefined;
  if (data['replaces'] !== undefined || data['isPartial'] !== undefined) return undefined;
  const location = chatUri ?? chatPath;
  const chatId = location === undefined ? (id ?? interactionId) : chatIdAt(location);
  if (chatId === undefined || chatId === '') return undefined;

  const length = shortLengthOf(entries);
  if (length === undefined) return undefined;
  const list = entries as readonly unknown[]; // a list, for it has a length
  const messages: ChatMessage[] = [];
  for (let at = 0; at < length; at += 1) {
    const message = readChatMessage(list[at]);
    if (message === undefined) return undefined;
    messages.push(message);
  }
  // Most have both. A literal with its keys in place, because objects that grow cost several times as much.
  const notification: Mutable<MessageLogUpdate> =
    chatUri !== undefined && channel !== undefined
      ? {
          kind: 'messages',
          messageType,
          notificationType,
          origin: 'live',
          receivedAt,
          wire,
          chatId,
          messages,
          chatUri,
          channel,
        }
      : {
          kind: 'messages',
          messageType,
          notificationType,
          origin: 'live',
          receivedAt,
          wire,
          chatId,
          messages,
        };
  if (notification.chatUri === undefined) {
    if (chatUri !== undefined) notification.chatUri = chatUri;
    if (channel !== undefined) notification.channel = channel;
  }
  return withCircumstances(notification, undefined, referenceId, operationId);
}
