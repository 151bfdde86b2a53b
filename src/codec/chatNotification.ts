import * as t from 'io-ts';
import { type ChatNotification as ChatNotificationModel, sameData } from '../model/index.ts';
import { canonical } from './canonical.ts';
import { Chat } from './chat.ts';
import { ChatMessage } from './chatMessage.ts';
import { decodeNotification } from './decodeNotification.ts';
import { listOf } from './listCodec.ts';
import { guard, NonEmptyString } from './primitives.ts';
import { readNotification } from './readNotification.ts';
import { receive } from './received.ts';
import { RecordCodec } from './recordCodec.ts';

const required = {
  messageType: t.string,
  notificationType: t.string,
  origin: t.string,
  receivedAt: t.number,
};
const optional = { referenceId: t.number, channel: t.string };

const kinds: readonly t.Mixed[] = /* @__PURE__ */ [
  new RecordCodec(
    'ChatStateChange',
    { ...required, kind: t.literal('chat'), chatId: NonEmptyString, chat: Chat },
    { ...optional, synthetic: t.literal(true) },
  ),
  new RecordCodec(
    'ChatOperationError',
    { ...required, kind: t.literal('error') },
    { ...optional, chatId: NonEmptyString, chat: Chat, errorMessage: t.string, statusCode: t.number },
  ),
  new RecordCodec(
    'MessageLogUpdate',
    {
      ...required,
      kind: t.literal('messages'),
      chatId: NonEmptyString,
      messages: listOf(guard('ChatMessage', ChatMessage.is)),
    },
    {
      ...optional,
      chatUri: NonEmptyString,
      rejected: listOf(new RecordCodec('DecodeFailure', { message: t.string, path: t.string }, {})),
    },
  ),
];

export type ChatNotification = ChatNotificationModel;

/**
 * Decodes one message of the chat topic, like {@link decodeNotification}, and reports io-ts's own errors.
 *
 * `encode` gives back `wire`, the message as it was received, if that still decodes to this notification (leaving
 * `origin` and `receivedAt` aside), else {@link canonical}. So `encode(decode(x))` equals `x`.
 *
 * @example
 * import { ChatNotification } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * const wire = ChatNotification.encode(chatStateChange({ chat: { state: 'Completed' } }));
 * console.log(ChatNotification.decode(wire)._tag);
 * // → Right
 */
export const ChatNotification: t.Type<ChatNotification, unknown, unknown> = /* @__PURE__ */ new t.Type(
  'ChatNotification',
  (u): u is ChatNotification => kinds.some((kind) => kind.is(u)),
  (u, context) => readNotification(receive(u, Date.now()), context),
  (notification) => (isToldBy(notification.wire, notification) ? notification.wire : canonical(notification)),
);

function isToldBy(wire: unknown, notification: ChatNotification): boolean {
  if (wire === undefined) return false;
  const decoded = decodeNotification(wire, notification.receivedAt);
  return (
    decoded._tag === 'Right' && sameData({ ...decoded.right, origin: notification.origin }, notification)
  );
}
