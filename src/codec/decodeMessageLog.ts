import * as t from 'io-ts';
import { type ChatMessage, chatIdOf, type MessageLogUpdate } from '../model/index.ts';
import { chatMessageWire, readChatMessage } from './chatMessage.ts';
import { withCircumstances } from './common.ts';
import { shortLengthOf } from './listCodec.ts';
import type { Mutable } from './mutable.ts';
import { type MessageLogWire, messageLogWire } from './notificationWire.ts';
import { guard, NonEmptyString } from './primitives.ts';
import type { Received } from './received.ts';
import { errorsOf, reasons } from './refusal.ts';
import { failureOf } from './report.ts';

const ChatLocation: t.Type<string> = /* @__PURE__ */ guard('URI of a chat', t.string.is);

/**
 * One bad message does not cost the others: the valid ones pass, the bad ones are in `rejected`.
 *
 * Wire: GWS v2 names the chat by `chatUri` or `chatPath`, Workspace v3 by `id` or `interactionId`.
 */
export function readMessageLog(received: Received, context: t.Context): t.Validation<MessageLogUpdate> {
  const result = messageLogWire.validate(received.fields, context);
  if (result._tag === 'Left') return result;
  const wire = result.right;
  const { chatUri, chatPath, id = wire.interactionId, messages: entries } = wire;
  const location = chatUri ?? chatPath;
  const chatId = location === undefined ? id : chatIdOf(location);
  if (chatId === undefined)
    return t.failure(chatUri, t.appendContext(context, 'chatUri', NonEmptyString, chatUri));
  if (chatId === '') {
    const key = chatUri === undefined ? 'chatPath' : 'chatUri';
    return t.failure(location, t.appendContext(context, key, ChatLocation, location));
  }

  const messages: ChatMessage[] = [];
  const bad: { readonly entry: unknown; readonly errors: t.Errors }[] = [];
  const length = shortLengthOf(entries) ?? 0;
  for (let at = 0; at < length; at += 1) {
    const entry = entries[at];
    const message = readChatMessage(entry);
    if (message !== undefined) messages.push(message);
    else {
      const place = t.appendContext(listContext(wire, context), String(at), chatMessageWire, entry);
      bad.push({ entry, errors: reasons(errorsOf(chatMessageWire, entry, place), entry, place) });
    }
  }
  if (bad.length > 0 && messages.length === 0) return t.failures(bad.flatMap(({ errors }) => errors));

  const notification: Mutable<MessageLogUpdate> = {
    kind: 'messages',
    messageType: wire.messageType,
    notificationType: wire.notificationType,
    origin: 'live',
    receivedAt: received.receivedAt,
    wire: received.wire,
    chatId,
    messages,
  };
  if (chatUri !== undefined) notification.chatUri = chatUri;
  withCircumstances(notification, received, wire);
  if (bad.length > 0) {
    notification.rejected = bad.map(({ entry, errors }) => failureOf(errors, entry, notification.channel));
  }
  return t.success(notification);
}

const listContext = ({ messages }: MessageLogWire, context: t.Context): t.Context =>
  t.appendContext(context, 'messages', t.UnknownArray, messages);
