import { messageLog } from 'rx-chat-notifications/testing';
import type { ChatNotification } from 'rx-chat-notifications';

/** Messages of several chats in turn, as agents and customers write them. */
export const sample = (chats: number, size: number): readonly ChatNotification[] =>
  Array.from({ length: size }, (_, at) =>
    messageLog({
      chatId: `0000Wa9CAM${at % chats}`,
      receivedAt: 1_700_000_000_000 + at,
      messages: [
        {
          index: 1 + Math.floor(at / chats),
          text: `Message ${at}: my order has not arrived yet, could you please look where it is?`,
          sentAt: 1_700_000_000_000 + at * 1_000,
        },
      ],
    }),
  );
