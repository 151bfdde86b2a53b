import * as t from 'io-ts';
import {
  type ChatMessage,
  chatIdOf,
  type DecodeFailure,
  type MessageLogUpdate,
  type NotificationCommon,
} from '../model/index.ts';
import { chatMessageWire, toChatMessage } from './chatMessage.ts';
import type { MessageLogWire } from './notificationWire.ts';
import { guard, NonEmptyString, UnknownList } from './primitives.ts';
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
  common: NotificationCommon,
  wire: MessageLogWire,
  context: t.Context,
): t.Validation<MessageLogUpdate> {
  const { chatUri, chatPath, messages: entries } = wire;
  const location = chatUri ?? chatPath;
  if (location === undefined)
    return t.failure(location, t.appendContext(context, 'chatUri', NonEmptyString, location));
  const chatId = chatIdOf(location);
  if (chatId === '') {
    const key = chatUri === undefined ? 'chatPath' : 'chatUri';
    return t.failure(location, t.appendContext(context, key, ChatLocation, location));
  }
  const list = t.appendContext(context, 'messages', UnknownList, entries);
  const count = entries.length;
  if (!MessageCount.is(count)) return t.failure(count, t.appendContext(list, 'length', MessageCount, count));

  const messages: ChatMessage[] = [];
  const rejected: DecodeFailure[] = [];
  const errors: t.Errors = [];
  for (const [position, entry] of entries.entries()) {
    if (chatMessageWire.is(entry)) {
      messages.push(toChatMessage(entry));
      continue;
    }
    const result = chatMessageWire.validate(
      entry,
      t.appendContext(list, String(position), chatMessageWire, entry),
    );
    const problems = result._tag === 'Left' ? result.left : [];
    rejected.push(failureOf(problems, entry, common.channel));
    errors.push(...problems);
  }
  if (count > 0 && messages.length === 0) return t.failures(errors);
  return t.success({
    kind: 'messages',
    ...common,
    chatId,
    ...(chatUri !== undefined && { chatUri }),
    messages,
    ...(rejected.length > 0 && { rejected }),
  });
}
