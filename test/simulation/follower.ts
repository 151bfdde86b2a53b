import { type Chat, type ChatNotification, chatShownBy, isFinal } from '../../src/model/index.ts';
import type { Desk, HeldChat } from '../../src/session/desk/index.ts';
import { MessageLog } from '../../src/state/messageLog.ts';

/** What a subscriber knows of one chat. */
export interface FollowedChat {
  readonly held: HeldChat;
  chat: Chat | undefined;
  log: MessageLog;
  reopenings: number;
}

/** A subscriber that folds what is emitted, and evicts a chat when the desk does. */
export class Follower {
  readonly chats: Map<string, FollowedChat> = new Map<string, FollowedChat>();
  /** What was taken by the desk up to here was replayed. */
  readonly seq: number;
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.seq = desk.seq;
    for (const notification of desk.replay()) this.take(notification);
  }

  take(notification: ChatNotification): void {
    const { chatId } = notification;
    const held = chatId === undefined ? undefined : this.#desk.get(chatId);
    if (chatId === undefined || held === undefined) return;
    const followed = this.#followed(held);
    const shown = chatShownBy(notification);
    if (shown !== undefined) {
      if (followed.chat && isFinal(followed.chat.state) && !isFinal(shown.state)) followed.reopenings += 1;
      followed.chat = { ...followed.chat, ...shown };
    }
    if (notification.kind === 'messages')
      followed.log = followed.log.with(notification, undefined, followed.reopenings);
  }

  #followed(held: HeldChat): FollowedChat {
    const known = this.chats.get(held.chatId);
    if (known?.held === held) return known;
    const followed = { held, chat: undefined, log: MessageLog.of(held.chatId), reopenings: 0 };
    this.chats.set(held.chatId, followed);
    return followed;
  }
}
