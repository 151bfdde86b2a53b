import * as t from 'io-ts';
import { type ChatMessage, chatIdOf, type MessageLogUpdate } from '../model/index.ts';
import { ChatMessage as ChatMessageCodec, chatMessageWire } from './chatMessage.ts';
import { withCircumstances } from './withCircumstances.ts';
import { itemsOf, ShortList } from './listOf.ts';
import type { Mutable } from './mutable.ts';
import { messageLogWire } from './notificationWire.ts';
import { guard, NonEmptyString } from './primitives.ts';
import type { Received } from './received.ts';
import { failureOf } from './failure.ts';

const ChatLocation: t.Type<string> = /* @__PURE__ */ guard('URI of a chat', t.string.is);

/**
 * Decodes a message log of either dialect. One bad message does not cost the others: the valid ones are in `messages`,
 * the bad ones in `rejected`.
 *
 * Wire: GWS v2 names the chat by `chatUri` or `chatPath`, Workspace v3 by `id` or `interactionId`.
 */
export function decodeMessageLog(received: Received, context: t.Context): t.Validation<MessageLogUpdate> {
  const result = messageLogWire.validate(received.fields, context);
  if (result._tag === 'Left') return result;
  const wire = result.right;
  const { chatUri, chatPath, messages: entries } = wire;
  const location = chatUri ?? chatPath;
  const chatId = typeof location === 'string' ? chatIdOf(location) : (wire.id ?? wire.interactionId);
  if (typeof chatId !== 'string')
    return t.failure(chatUri, t.appendContext(context, 'chatUri', NonEmptyString, chatUri));
  if (chatId === '') {
    const key = typeof chatUri === 'string' ? 'chatUri' : 'chatPath';
    return t.failure(location, t.appendContext(context, key, ChatLocation, location));
  }

  const list = t.appendContext(context, 'messages', t.UnknownArray, entries);
  const messages: ChatMessage[] = [];
  const bad: { readonly entry: unknown; readonly errors: t.Errors }[] = [];
  for (const [at, entry] of itemsOf(entries).entries()) {
    const place = t.appendContext(list, String(at), chatMessageWire, entry);
    const decoded = ChatMessageCodec.validate(entry, place);
    if (decoded._tag === 'Right') messages.push(decoded.right);
    else bad.push({ entry, errors: decoded.left });
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
  if (typeof chatUri === 'string') notification.chatUri = chatUri;
  withCircumstances(notification, received.channel, wire.referenceId, wire.operationId);
  if (bad.length > 0) {
    notification.rejected = bad.map(({ entry, errors }) => failureOf(errors, entry, notification.channel));
  }
  if (wire.isPartial === true) notification.isPartial = true;
  const replaces = messagesIn(wire.replaces);
  if (replaces !== undefined) notification.replaces = replaces;
  return t.success(notification);
}

/** The messages of a list; `undefined` if it is none, or not all of its entries are messages. */
function messagesIn(u: unknown): readonly ChatMessage[] | undefined {
  if (!ShortList.is(u)) return undefined;
  const entries = itemsOf(u);
  const messages = entries.flatMap((entry) => {
    const decoded = ChatMessageCodec.decode(entry);
    return decoded._tag === 'Right' ? [decoded.right] : [];
  });
  return messages.length === entries.length ? messages : undefined;
}
