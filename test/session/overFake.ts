import {
  canonical,
  type ChatMessage,
  type ChatNotification,
  type ChatSession,
  type SessionOptions,
} from 'rx-chat-notifications';
import {
  chatStateChange,
  type FakeBayeuxClient,
  fakeBayeuxClient,
  messageLog,
} from 'rx-chat-notifications/testing';
import { session } from './sessions.ts';

export interface OverFake {
  readonly chats: ChatSession;
  readonly client: FakeBayeuxClient;
  readonly tell: (notification: ChatNotification) => void;
  /** A message log of texts, by their indices. */
  readonly say: (chatId: string, ...indices: number[]) => void;
  readonly enter: (chatId: string, state: string) => void;
}

/** A session over a client without a network: all that the test does takes effect at once. */
export function overFake(options: SessionOptions = {}, isHandshaken = true): OverFake {
  const client = fakeBayeuxClient();
  if (isHandshaken) client.handshake();
  const chats = session({ client, ...options });
  const tell = (notification: ChatNotification): void => {
    client.publish('/v2/me/chats', canonical(notification).data);
  };
  return {
    chats,
    client,
    tell,
    say: (chatId, ...indices) => {
      tell(messageLog({ chatId, messages: indices.map((index) => ({ index, text: `text ${index}` })) }));
    },
    enter: (id, state) => {
      tell(chatStateChange({ chat: { id, state } }));
    },
  };
}

const indicesOf = (messages: readonly ChatMessage[]): string => messages.map(({ index }) => index).join();

/** `live A Chatting`, `history A 1,2`. */
export const summary = (notification: ChatNotification): string => {
  const { origin, chatId = 'no chat' } = notification;
  const told =
    notification.kind === 'messages'
      ? indicesOf(notification.messages)
      : (notification.chat?.state ?? notification.kind);
  return `${origin} ${chatId} ${told}`;
};
