import * as t from 'io-ts';
import { type ChatMessage, chatIdOf, type MessageLogUpdate } from '../model/index.ts';
import { chatMessageWire, toChatMessage } from './chatMessage.ts';
import { withCircumstances } from './common.ts';
import type { Mutable } from './mutable.ts';
import type { MessageLogWire } from './notificationWire.ts';
import { guard, NonEmptyString, UnknownList } from './primitives.ts';
import type { Received } from './received.ts';
import { failureOf } from './report.ts';

/** A notification of more messages is refused unread. */
const maxMessages = 10_000;

const MessageCount: t.Type<number> = /* @__PURE__ */ guard(
  `number up to ${maxMessages}`,
  (u): u is number => typeof u === 'number' && u <= maxMessages,
);

const ChatLocation: t.Type<string> = /* @__PURE__ */ guard(
  'string that ends in the id of a chat',
  t.string.is,
);

/** One bad message does not cost the others: the valid ones pass, the bad ones are in `rejected`. */
export function readMessageLog(
  received: Received,
  wire: MessageLogWire,
  context: t.Context,
): t.Validation<MessageLogUpdate> {
  const { chatUri, chatPath, messages: entries } = wire;
  const [key, location] = chatUri === undefined ? ['chatPath', chatPath] : ['chatUri', chatUri];
  if (location === undefined) {
    return t.failure(location, t.appendContext(context, 'chatUri', NonEmptyString, location));
  }
  const chatId = chatIdOf(location);
  if (chatId === '') return t.failure(location, t.appendContext(context, key, ChatLocation, location));
  const count = entries.length;
  if (count > maxMessages) {
    const list = t.appendContext(context, 'messages', UnknownList, entries);
    return t.failure(count, t.appendContext(list, 'length', MessageCount, count));
  }

  const messages: ChatMessage[] = [];
  const bad: { readonly entry: unknown; readonly errors: t.Errors }[] = [];
  for (let position = 0; position < count; position += 1) {
    const entry = entries[position];
    if (chatMessageWire.is(entry)) messages.push(toChatMessage(entry));
    else
      bad.push({
        entry,
        errors: errorsOf(entry, position, t.appendContext(context, 'messages', UnknownList, entries)),
      });
  }
  if (count > 0 && messages.length === 0) return t.failures(bad.flatMap(({ errors }) => errors));

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

function errorsOf(entry: unknown, position: number, context: t.Context): t.Errors {
  const at = t.appendContext(context, String(position), chatMessageWire, entry);
  const result = chatMessageWire.validate(entry, at);
  return result._tag === 'Left' ? result.left : [];
}
