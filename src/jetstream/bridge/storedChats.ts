import type { JetStreamClient } from '@nats-io/jetstream';
import { isFinal, type ChatMessage } from '../../model/index.ts';
import { mask } from '../../redaction/mask.ts';
import type { DeskData } from '../../session/desk/index.ts';
import { readPayload } from '../payload.ts';
import { readAll, startingAt } from '../readAll.ts';
import { filterSubject, type Source } from '../subjects.ts';
import type { ChatNotification } from '../../model/index.ts';

type ChatData = DeskData['chats'][number];

/** What a stream knows of the chats of an agent that have not ended, for a session that goes on from there. */
export async function storedChats(
  js: JetStreamClient,
  stream: string,
  subject: string,
  source: Source,
  since: number,
): Promise<DeskData> {
  /** By chat: whether its last stored state is final. */
  const open = new Map<string, boolean>();
  const all = {
    filter_subjects: filterSubject(subject, source),
    deliver_policy: 'last_per_subject',
  } as const;
  await readAll(js, stream, all, (message) => {
    const notification = notificationOf(message.string());
    if (notification?.chatId === undefined) return;
    if (notification.kind === 'chat') open.set(notification.chatId, !isFinal(notification.chat.state));
    else if (!open.has(notification.chatId)) open.set(notification.chatId, true);
  });
  const chats: ChatData[] = [];
  for (const [chatId, isOpen] of open) {
    if (!isOpen) continue;
    let chat = emptyChat(chatId);
    const options = { filter_subjects: filterSubject(subject, { ...source, chatId }), ...startingAt(since) };
    await readAll(js, stream, options, (message) => {
      const notification = notificationOf(message.string());
      if (notification !== undefined) chat = chatAfter(chat, notification);
    });
    if (!chat.hasEnded) chats.push(chat);
  }
  return { chats };
}

/** Damaged payloads are reported to those who read the stream; here they only mean that something is fetched again. */
function notificationOf(payload: string): ChatNotification | undefined {
  const read = readPayload(payload);
  return 'notification' in read ? read.notification : undefined;
}

const emptyChat = (chatId: string): ChatData => ({
  chatId,
  shownAt: 0,
  hasEnded: false,
  isEndSynthetic: false,
  reopenings: 0,
  arrivals: [],
});

/** What is known of a chat after one more stored notification. */
export function chatAfter(known: ChatData, notification: ChatNotification): ChatData {
  const { receivedAt } = notification;
  if (notification.kind === 'messages') {
    const messages = notification.messages.filter(isWhole);
    if (messages.length === 0) return known;
    const arrival = { messages, receivedAt, isPartial: true as const, reopenings: known.reopenings };
    return { ...known, arrivals: [...known.arrivals, arrival] };
  }
  const { chat } = notification;
  if (chat === undefined) return known;
  const hasEnded = isFinal(chat.state);
  return {
    ...known,
    chat: { ...known.chat, ...chat },
    shownAt: receivedAt,
    hasEnded,
    isEndSynthetic: hasEnded && notification.kind === 'chat' && notification.synthetic === true,
    reopenings: known.reopenings + (known.hasEnded && !hasEnded ? 1 : 0),
  };
}

/** A message that was masked would differ from the one that the server has; it is fetched again, and its id is known. */
const isWhole = (message: ChatMessage): boolean => !JSON.stringify(message).includes(mask);
