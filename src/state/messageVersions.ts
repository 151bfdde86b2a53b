import { type ChatMessage, epochOf, type MessageLogUpdate, sameMessage } from '../model/index.ts';
import { MessageLog } from './messageLog.ts';

/** What is known of a chat's messages where another content under a known index is a conflict. Immutable. */
export interface MessageVersions {
  readonly log: MessageLog;
  /** The new messages of the last notification, and those that they replace. */
  readonly news: readonly ChatMessage[];
  readonly replaces: readonly ChatMessage[];
  /** The messages that a history contained: live ones do not replace them. */
  readonly confirmed: ReadonlySet<ChatMessage>;
  /** The messages that were replaced. */
  readonly former: readonly ChatMessage[];
}

const none: readonly never[] = [];

const noVersions = (chatId: string): MessageVersions => ({
  log: MessageLog.of(chatId),
  news: none,
  replaces: none,
  confirmed: new Set(),
  former: none,
});

/** After a notification, where only the first message under an index counts. */
export function afterIgnoring(
  known: MessageVersions | undefined,
  notification: MessageLogUpdate,
  reopenings: number,
): MessageVersions {
  const versions = known ?? noVersions(notification.chatId);
  const log = versions.log.with(notification, undefined, reopenings);
  const taken = new Set<string>();
  const news = log.news.filter((message) => {
    const key = `${epochOf(message)} ${message.index}`;
    const isFirst = !taken.has(key) && versions.log.under(message).length === 0;
    taken.add(key);
    return isFirst;
  });
  return {
    ...versions,
    log,
    news: news.length === log.news.length ? log.news : news,
    replaces: notification.replaces ?? none,
  };
}

/**
 * After a notification, where another content of the same index, author, type and millisecond is a version of the same
 * message, masked or edited. The version from history wins, in whatever order they arrive. Entries of one log never
 * replace each other.
 */
export function afterReplacing(
  known: MessageVersions | undefined,
  notification: MessageLogUpdate,
  reopenings: number,
): MessageVersions {
  const { log: before, confirmed, former } = known ?? noVersions(notification.chatId);
  const { messages, origin, replaces = none } = notification;
  const log = before.with(notification, undefined, reopenings);
  const isHistory = origin === 'history';
  const isListed = (held: ChatMessage): boolean =>
    messages.some((entry) => sameMessage(entry, { ...held, epoch: epochOf(entry) }));
  const dropped = new Set<ChatMessage>();
  const replaced = new Set<ChatMessage>();
  for (const message of log.news) {
    const version = log
      .under(message)
      .find((held) => isVersionOf(held, message) && !replaced.has(held) && !isListed(held));
    const isOutdated =
      former.some((other) => other.sentAt === message.sentAt && sameMessage(other, message)) ||
      (version !== undefined && confirmed.has(version));
    if (isOutdated && !isHistory) dropped.add(message);
    else if (version !== undefined) replaced.add(version);
  }
  const gone = [...dropped, ...replaced];
  const now =
    gone.length === 0 ? log : log.with({ messages: none, origin, replaces: gone }, undefined, reopenings);
  const fromHistory = isHistory
    ? messages.flatMap((message) => now.under(message).filter((held) => sameMessage(held, message)))
    : none;
  return {
    log: now,
    news: dropped.size === 0 ? log.news : log.news.filter((message) => !dropped.has(message)),
    replaces: [...replaces, ...replaced],
    confirmed: fromHistory.length === 0 ? confirmed : new Set([...confirmed, ...fromHistory]),
    former: replaced.size === 0 ? former : [...former, ...replaced],
  };
}

const isVersionOf = (held: ChatMessage, message: ChatMessage): boolean =>
  message.sentAt !== undefined &&
  held.sentAt === message.sentAt &&
  held.type === message.type &&
  held.from.participantId === message.from.participantId &&
  !sameMessage(message, held);
