import { type ChatMessage, epochOf, type MessageLogUpdate, sameMessage } from '../model/index.ts';
import { MessageLog } from './messageLog.ts';

/** What to do with another message under an index that is known. */
export type OnConflict = 'keep' | 'ignore' | 'replace';

/** What is known of a chat's messages to recognise duplicates. Immutable. */
export interface SeenMessages {
  readonly log: MessageLog;
  /** Under `'replace'`: the messages that a history contained. They are not replaced by live ones. */
  readonly confirmed: ReadonlySet<ChatMessage>;
  /** Under `'replace'`: the messages that were replaced. */
  readonly former: readonly ChatMessage[];
  /** The new messages of the last notification, and those that they replace. */
  readonly news: readonly ChatMessage[];
  readonly replaces: readonly ChatMessage[];
}

export const nothingSeen = (chatId: string): SeenMessages => ({
  log: MessageLog.of(chatId),
  confirmed: new Set(),
  former: none,
  news: none,
  replaces: none,
});

const none: readonly never[] = [];

/** What is known after a notification. */
export function seenAfter(
  seen: SeenMessages,
  notification: MessageLogUpdate,
  reopenings: number,
  onConflict: OnConflict,
): SeenMessages {
  const log = seen.log.with(notification, undefined, reopenings);
  const { replaces = none } = notification;
  if (onConflict === 'replace')
    return withVersions({ ...seen, log, news: log.news, replaces }, notification, reopenings);
  const news = onConflict === 'keep' ? log.news : firstUnderIndex(seen.log, log.news);
  return { ...seen, log, news, replaces };
}

function firstUnderIndex(log: MessageLog, news: readonly ChatMessage[]): readonly ChatMessage[] {
  const taken = new Set<string>();
  const first = news.filter((message) => {
    const key = `${epochOf(message)} ${message.index}`;
    const isFirst = !taken.has(key) && log.under(message).length === 0;
    taken.add(key);
    return isFirst;
  });
  return first.length === news.length ? news : first;
}

/** Another text of the same index, author, type and millisecond is a version of the same message: masked or edited. */
function withVersions(seen: SeenMessages, notification: MessageLogUpdate, reopenings: number): SeenMessages {
  const { messages } = notification;
  const isHistory = notification.origin === 'history';
  const dropped: ChatMessage[] = [];
  const replaced: ChatMessage[] = [];
  for (const message of seen.news) {
    const version = seen.log
      .under(message)
      .find(
        (held) =>
          isVersionOf(message, held) &&
          !replaced.includes(held) &&
          !messages.some((entry) => sameMessage(entry, { ...held, epoch: entry.epoch ?? 1 })),
      );
    const isFormer = seen.former.some(
      (other) => sameMessage(other, message) && other.sentAt === message.sentAt,
    );
    if (!isHistory && (isFormer || (version !== undefined && seen.confirmed.has(version))))
      dropped.push(message);
    else if (version !== undefined) replaced.push(version);
  }
  const gone = [...dropped, ...replaced];
  const log =
    gone.length === 0
      ? seen.log
      : seen.log.with({ origin: 'live', messages: none, replaces: gone }, undefined, reopenings);
  const confirmed = isHistory
    ? [...messages].flatMap((message) => log.under(message).filter((held) => sameMessage(held, message)))
    : none;
  return {
    log,
    confirmed: confirmed.length === 0 ? seen.confirmed : new Set([...seen.confirmed, ...confirmed]),
    former: replaced.length === 0 ? seen.former : [...seen.former, ...replaced],
    news: dropped.length === 0 ? seen.news : seen.news.filter((message) => !dropped.includes(message)),
    replaces: [...seen.replaces, ...replaced],
  };
}

const isVersionOf = (message: ChatMessage, held: ChatMessage): boolean =>
  message !== held &&
  message.sentAt !== undefined &&
  held.sentAt === message.sentAt &&
  held.type === message.type &&
  held.from.participantId === message.from.participantId &&
  !sameMessage(message, held);
