import type { AwaitedReply, ChatDirectory, ChatView, UnreadCount } from 'rx-chat-notifications';

/** What the streams emit about all chats. */
export type DeskEvent =
  | { readonly kind: 'chats'; readonly chats: ChatDirectory }
  /** `at` is the local time: the simulated server's clock starts in 2014 and leaps. */
  | { readonly kind: 'awaited'; readonly reply: AwaitedReply; readonly at: number }
  | { readonly kind: 'unread'; readonly count: UnreadCount };

/** All chats, and of each since when its customer waits and how much of it is unread. */
export interface Desk {
  readonly chats: ReadonlyMap<string, ChatView>;
  readonly waiting: ReadonlyMap<string, number>;
  readonly unread: ReadonlyMap<string, number>;
}

export const emptyDesk: Desk = { chats: new Map(), waiting: new Map(), unread: new Map() };

/** The desk after all that happened since it was last drawn: what is copied is copied once. */
export function deskAfter(desk: Desk, events: readonly DeskEvent[]): Desk {
  let { chats } = desk;
  const waiting = new Map(desk.waiting);
  const unread = new Map(desk.unread);
  for (const event of events) {
    if (event.kind === 'chats') {
      chats = event.chats;
      for (const chatId of event.chats.removed) {
        waiting.delete(chatId);
        unread.delete(chatId);
      }
    } else if (event.kind === 'awaited') {
      const { chatId, waiting: unanswered } = event.reply;
      put(waiting, chatId, unanswered.length === 0 ? undefined : (waiting.get(chatId) ?? event.at));
    } else {
      put(unread, event.count.chatId, event.count.unread || undefined);
    }
  }
  return { chats, waiting, unread };
}

function put(map: Map<string, number>, chatId: string, value: number | undefined): void {
  if (value === undefined) map.delete(chatId);
  else map.set(chatId, value);
}
