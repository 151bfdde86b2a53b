import {
  type ChatMessage,
  type ChatNotification,
  compareMessages,
  type MessageLogUpdate,
} from '../model/index.ts';

/**
 * Notifications with the messages of each chat in the order of its transcript, from where the first of the chat stood. A log
 * between whose messages others belong comes in parts.
 */
export function inOrder(notifications: readonly ChatNotification[]): readonly ChatNotification[] {
  const logs = new Map<string, MessageLogUpdate[]>();
  const order: (ChatNotification | MessageLogUpdate[])[] = [];
  for (const notification of notifications) {
    if (notification.kind !== 'messages' || notification.messages.length === 0) {
      order.push(notification);
      continue;
    }
    const known = logs.get(notification.chatId);
    known?.push(notification);
    if (known !== undefined) continue;
    const first = [notification];
    logs.set(notification.chatId, first);
    order.push(first);
  }
  return order.flatMap((entry): readonly ChatNotification[] => ('kind' in entry ? [entry] : sorted(entry)));
}

function sorted(logs: readonly MessageLogUpdate[]): readonly MessageLogUpdate[] {
  const parts: { readonly log: MessageLogUpdate; readonly messages: ChatMessage[] }[] = [];
  const entries = logs.flatMap((log) => log.messages.map((message) => ({ log, message })));
  for (const { log, message } of entries.sort((a, b) => compareMessages(a.message, b.message))) {
    const last = parts.at(-1);
    if (last?.log === log) last.messages.push(message);
    else parts.push({ log, messages: [message] });
  }
  return parts.map(({ log, messages }) =>
    messages.length === log.messages.length ? log : { ...log, messages, isPartial: true },
  );
}
