import {
  type ChatNotification,
  type DecodeFailure,
  type MessageLogUpdate,
  pathSegmentOf,
} from '../model/index.ts';
import { fromChatMessage } from './chatMessage.ts';

/** A Bayeux message that decodes to a notification. */
export interface NotificationWire {
  readonly channel?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The Bayeux message of GWS v2 that decodes to this notification, but for `wire`, `origin` and `receivedAt`. What the
 * model does not name beside the chat, the messages and the participants is not in it.
 *
 * @example
 * import { canonical } from 'rx-chat-notifications';
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * console.log(canonical(messageLog({ chatId: 'A', messages: [] })).data['chatUri']);
 * // → http://localhost:8080/api/v2/chats/A
 */
export function canonical(notification: ChatNotification): NotificationWire {
  const { messageType, notificationType, referenceId, channel } = notification;
  return {
    ...(channel !== undefined && { channel }),
    data: {
      notificationType,
      messageType,
      ...(referenceId !== undefined && { referenceId }),
      ...body(notification),
    },
  };
}

function body(notification: ChatNotification): Readonly<Record<string, unknown>> {
  switch (notification.kind) {
    case 'chat':
      return { chat: notification.chat, ...(notification.synthetic === true && { synthetic: true }) };
    case 'error': {
      const { chatId, chat, errorMessage, statusCode } = notification;
      return {
        ...(chat !== undefined ? { chat } : chatId !== undefined && { chat: { id: chatId } }),
        ...(errorMessage !== undefined && { errorMessage }),
        ...(statusCode !== undefined && { statusCode }),
      };
    }
    case 'messages': {
      const { chatId, chatUri } = notification;
      const location = chatUri === undefined ? { chatPath: `/chats/${pathSegmentOf(chatId)}` } : { chatUri };
      return { ...location, messages: entries(notification) };
    }
  }
}

/** The messages, with the rejected ones where they stood. */
function entries({ messages, rejected = [] }: MessageLogUpdate): readonly unknown[] {
  const all: unknown[] = messages.map(fromChatMessage);
  for (const failure of rejected) all.splice(positionOf(failure), 0, failure.raw);
  return all;
}

const positionOf = ({ path }: DecodeFailure): number =>
  Number(/^messages\[(\d+)\]/.exec(path)?.[1] ?? Infinity);
