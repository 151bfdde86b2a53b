import { type Chat, type ChatNotification, type DecodeFailure, pathSegmentOf } from '../model/index.ts';
import { fromChatMessage } from './chatMessage.ts';

/** A Bayeux message that decodes to a notification. */
export interface NotificationWire {
  readonly channel?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The Bayeux message of GWS v2 that decodes to this notification, but for `wire`, `origin` and `receivedAt`. It has no
 * fields that the model does not name beside the chat, the messages and the participants.
 *
 * @example
 * import { canonical } from 'rx-chat-notifications';
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * console.log(canonical(messageLog({ chatId: 'A', messages: [] })).data['chatUri']);
 * // → http://localhost:8080/api/v2/chats/A
 */
export function canonical(notification: ChatNotification): NotificationWire {
  const { messageType, notificationType, referenceId, operationId, channel } = notification;
  return {
    ...(channel !== undefined && { channel }),
    data: present({ notificationType, messageType, referenceId, operationId, ...body(notification) }),
  };
}

/** The fields that are there. */
function present(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept;
}

function body(notification: ChatNotification): Readonly<Record<string, unknown>> {
  switch (notification.kind) {
    case 'chat': {
      const { chat, synthetic, rejected } = notification;
      return { chat: rejected === undefined ? chat : withRejected(chat, rejected), synthetic };
    }
    case 'error': {
      const { chatId, chat, errorMessage, statusCode, errorCode } = notification;
      const known = chatId === undefined ? undefined : { id: chatId };
      return { chat: chat ?? known, errorMessage, statusCode, errorCode };
    }
    case 'messages': {
      const { chatId, chatUri, messages, rejected = [], replaces, isPartial } = notification;
      return {
        ...(chatUri === undefined ? { chatPath: `/chats/${pathSegmentOf(chatId)}` } : { chatUri }),
        messages: inserted(messages.map(fromChatMessage), rejected, /^messages\[(\d+)\]/),
        replaces: replaces?.map(fromChatMessage),
        isPartial,
      };
    }
  }
}

const withRejected = (chat: Chat, rejected: readonly DecodeFailure[]): object => ({
  ...chat,
  participants: inserted(chat.participants ?? [], rejected, /^chat\.participants\[(\d+)\]/),
});

/** A list with the rejected entries where they stood. A failure without a place keeps its entry, at the end. */
function inserted(
  list: readonly unknown[],
  rejected: readonly DecodeFailure[],
  place: RegExp,
): readonly unknown[] {
  const all = [...list];
  for (const { path, raw } of rejected) all.splice(Number(place.exec(path)?.[1] ?? Infinity), 0, raw);
  return all;
}
