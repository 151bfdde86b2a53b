import {
  type ChatMessage,
  type ChatNotification,
  type MessageLogUpdate,
  sameMessage,
} from '../model/index.ts';

/**
 * A notification as it is stored: a log of several messages as one notification for each message, so that each has an id.
 * Rejected messages follow in one of their own.
 */
export function splitLog(notification: ChatNotification): readonly ChatNotification[] {
  if (notification.kind !== 'messages') return [notification];
  if (isSingleEntry(notification)) return [notification];
  const { messages, rejected, replaces = [], ...rest } = notification;
  const entries = withOccurrences(messages);
  const isSingle = notification.origin !== 'history' || notification.isPartial === true;
  const single: Omit<MessageLogUpdate, 'messages'> = isSingle ? rest : { ...rest, isPartial: true };
  const replaced = new Set(replaces);
  const parts = entries.map((message, at): MessageLogUpdate => {
    const isLast = at === entries.length - 1;
    const former = replaces.filter((other) => replaced.has(other) && (isLast || isVersion(other, message)));
    for (const other of former) replaced.delete(other);
    return { ...single, messages: [message], ...(former.length > 0 && { replaces: former }) };
  });
  if (rejected === undefined && parts.length > 0) return parts;
  return [
    ...parts,
    { ...single, messages: [], ...(rejected && { rejected }), ...(parts.length === 0 && { replaces }) },
  ];
}

/** As most are: nothing has to be taken apart. */
const isSingleEntry = ({ messages, rejected, replaces, origin, isPartial }: MessageLogUpdate): boolean =>
  messages.length === 1 &&
  rejected === undefined &&
  replaces === undefined &&
  (origin !== 'history' || isPartial === true);

const isVersion = (a: ChatMessage, b: ChatMessage): boolean =>
  a.index === b.index && a.type === b.type && a.from.participantId === b.from.participantId;

/** The messages of one log, the second of two equal ones marked as such; an entry that is listed twice counts once. */
function withOccurrences(log: readonly ChatMessage[]): readonly ChatMessage[] {
  const byIndex = new Map<number, ChatMessage[]>();
  return log.flatMap((message) => {
    const known = byIndex.get(message.index) ?? [];
    const equal = known.filter(
      (other) => sameMessage(other, message) && other.occurrence === message.occurrence,
    );
    if (equal.some(({ sentAt }) => sentAt === message.sentAt)) return [];
    byIndex.set(message.index, [...known, message]);
    if (message.occurrence !== undefined || equal.length === 0) return [message];
    return [{ ...message, occurrence: equal.length + 1 }];
  });
}
