import { type ChatMessage, epochOf, type MessageLogUpdate, sameEntry, sameMessage } from '../model/index.ts';
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
  const { listed, others } = versionsIn(log, messages);
  const formerByText = groupBy(former, textKey);
  const dropped = new Set<ChatMessage>();
  const replaced = new Set<ChatMessage>();
  for (const message of log.news) {
    const versions = message.sentAt === undefined ? [] : (others.get(versionKey(message)) ?? []);
    const [version] = versions;
    const isOutdated =
      (formerByText.get(textKey(message)) ?? []).some((other) => sameMessage(other, message)) ||
      (version !== undefined && confirmed.has(version));
    if (isOutdated && !isHistory) dropped.add(message);
    else if (version !== undefined) {
      versions.shift(); // the next entry of this log replaces another one
      replaced.add(version);
    }
  }
  const gone = [...dropped, ...replaced];
  const now =
    gone.length === 0 ? log : log.with({ messages: none, origin, replaces: gone }, undefined, reopenings);
  const fromHistory = isHistory ? listed : none;
  return {
    log: now,
    news: dropped.size === 0 ? log.news : log.news.filter((message) => !dropped.has(message)),
    replaces: [...replaces, ...replaced],
    confirmed: fromHistory.length === 0 ? confirmed : new Set([...confirmed, ...fromHistory]),
    former: replaced.size === 0 ? former : [...former, ...replaced],
  };
}

const versionKey = ({ index, type, from, sentAt }: ChatMessage): string =>
  `${index} ${type} ${sentAt} ${from.participantId}`;
const textKey = (message: ChatMessage): string => `${versionKey(message)} ${message.text}`;

/** What is held under the indices of some entries: the entries themselves, and their other versions by `versionKey`. */
function versionsIn(
  log: MessageLog,
  entries: readonly ChatMessage[],
): { readonly listed: readonly ChatMessage[]; readonly others: ReadonlyMap<string, ChatMessage[]> } {
  const byText = groupBy(entries, textKey);
  // The news have their epochs.
  const indices = groupBy([...entries, ...log.news], (message) => `${epochOf(message)} ${message.index}`);
  const held = [...indices.values()].flatMap(([first]) => (first === undefined ? [] : log.under(first)));
  const isListed = (message: ChatMessage): boolean =>
    (byText.get(textKey(message)) ?? []).some((entry) => sameEntry(entry, message));
  return {
    listed: held.filter(isListed),
    others: groupBy(
      held.filter((message) => !isListed(message)),
      versionKey,
    ),
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
