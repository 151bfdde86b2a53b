import * as t from 'io-ts';
import { type ChatNotification as ChatNotificationModel, sameData } from '../model/index.ts';
import { isReadable, orUnreadable } from './mapped.ts';
import { canonical } from './canonical.ts';
import { Chat } from './chat.ts';
import { ChatMessage } from './chatMessage.ts';
import { decodeNotification } from './decodeNotification.ts';
import { listOf } from './listOf.ts';
import { guard, NonEmptyString, StringOrNumber } from './primitives.ts';
import { decodeReceived } from './decodeReceived.ts';
import { receive } from './received.ts';
import { isRecordOf } from './recordCodec.ts';

const required = {
  messageType: t.string,
  notificationType: t.string,
  origin: t.string,
  receivedAt: t.number,
};
const optional = { referenceId: t.number, operationId: t.string, channel: t.string };

const shownChat = /* @__PURE__ */ guard('Chat', Chat.is);
const messages = /* @__PURE__ */ listOf(/* @__PURE__ */ guard('ChatMessage', ChatMessage.is));
const failures = /* @__PURE__ */ listOf(
  /* @__PURE__ */ guard(
    'DecodeFailure',
    /* @__PURE__ */ isRecordOf({ message: t.string, path: t.string }, {}) as t.Is<unknown>,
  ),
);

const kinds: readonly ((u: unknown) => boolean)[] = /* @__PURE__ */ [
  isRecordOf(
    { ...required, kind: t.literal('chat'), chatId: NonEmptyString, chat: shownChat },
    { ...optional, synthetic: t.literal(true), rejected: failures },
  ),
  isRecordOf(
    { ...required, kind: t.literal('error') },
    {
      ...optional,
      chatId: NonEmptyString,
      chat: shownChat,
      errorMessage: t.string,
      statusCode: t.number,
      errorCode: StringOrNumber,
    },
  ),
  isRecordOf(
    { ...required, kind: t.literal('messages'), chatId: NonEmptyString, messages },
    {
      ...optional,
      chatUri: NonEmptyString,
      rejected: failures,
      replaces: messages,
      isPartial: t.literal(true),
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
  /* @__PURE__ */ isReadable((u): u is ChatNotification => kinds.some((isKind) => isKind(u))),
  /* @__PURE__ */ orUnreadable((u, context) => decodeReceived(receive(u, Date.now()), context)),
  (notification) => (isToldBy(notification.wire, notification) ? notification.wire : canonical(notification)),
);

function isToldBy(wire: unknown, notification: ChatNotification): boolean {
  if (wire === undefined) return false;
  const decoded = decodeNotification(wire, notification.receivedAt, { channel: notification.channel });
  return (
    decoded._tag === 'Right' && sameData({ ...decoded.right, origin: notification.origin }, notification)
  );
}
