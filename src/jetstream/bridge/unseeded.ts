import type { ChatNotification } from '../../model/index.ts';
import type { DeskData } from '../../session/desk/index.ts';

/** Takes from the replay of a session what came from the stream itself: it is stored. */
export function unseeded({
  chats,
}: DeskData): (notification: ChatNotification) => readonly ChatNotification[] {
  const known = new WeakSet<object>();
  for (const { chat, arrivals } of chats) {
    if (chat !== undefined) known.add(chat);
    for (const { messages } of arrivals) for (const message of messages) known.add(message);
  }
  return (notification) => {
    if (notification.kind === 'chat') return known.has(notification.chat) ? [] : [notification];
    if (notification.kind !== 'messages') return [notification];
    const messages = notification.messages.filter((message) => !known.has(message));
    if (messages.length === notification.messages.length) return [notification];
    return messages.length === 0 ? [] : [{ ...notification, messages, isPartial: true }];
  };
}
