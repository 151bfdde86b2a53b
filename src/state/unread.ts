import { type ChatMessage, epochOf, type MessageLogUpdate, sameMessage } from '../model/index.ts';
import { lowerBound } from './lowerBound.ts';
import { MessageLog } from './messageLog.ts';

/** Up to which message a chat was read. */
export interface ReadMark {
  readonly chatId: string;
  readonly index: number;
  /** The `sentAt` of that message. With it, a later message under the same index is unread. */
  readonly sentAt?: number;
}

/** A mark, and what was known when it was given. */
interface Mark {
  readonly index: number;
  readonly sentAt: number | undefined;
  /** The epoch that was current; a mark with `sentAt` finds its epoch by that. */
  readonly epoch: number;
  /** The messages under the index that are read whatever their time; `undefined` until the index is known: all are. */
  readonly covered: readonly ChatMessage[] | undefined;
}

/** What of a chat is unread. Immutable. */
export interface Unread {
  /** The messages that count. */
  readonly log: MessageLog;
  /** The earliest times of all epochs but the first. */
  readonly starts: readonly number[];
  /** The `participantId`s that this agent has, or had, in the chat. */
  readonly own: readonly string[];
  readonly mark: Mark;
  readonly hasEnded: boolean;
  /** How often the chat was reopened, and how often before it was evicted. */
  readonly reopenings: number;
  readonly earlierReopenings: number;
  readonly unread: number;
  readonly firstUnreadIndex: number | undefined;
}

export const nothingUnread = (chatId: string): Unread => ({
  log: MessageLog.of(chatId),
  starts: [],
  own: [],
  mark: { index: -Infinity, sentAt: undefined, epoch: 1, covered: [] },
  hasEnded: false,
  reopenings: 0,
  earlierReopenings: 0,
  unread: 0,
  firstUnreadIndex: undefined,
});

/** What is unread after a message log. */
export function withMessages(
  before: Unread,
  update: MessageLogUpdate,
  counts: (message: ChatMessage) => boolean,
): Unread {
  let { starts } = before;
  const log = before.log.with(
    update,
    (message) => {
      const at = epochOf(message) - 2; // the log has assigned it
      const { sentAt = Infinity } = message;
      if (at >= 0) starts = Object.assign([...starts], { [at]: Math.min(starts[at] ?? Infinity, sentAt) });
      return counts(message);
    },
    before.reopenings,
  );
  const { index, covered } = before.mark;
  const isListed = covered === undefined && update.messages.some((message) => message.index === index);
  const mark = isListed
    ? { ...before.mark, covered: underMark(log, before.mark, starts).messages }
    : before.mark;
  return counted({ ...before, log, starts, mark });
}

/**
 * What is unread after a mark.
 *
 * @param isEvicted - whether the messages of the chat are not held now.
 */
export function withMark(before: Unread, { index, sentAt }: ReadMark, isEvicted: boolean): Unread {
  const { log, starts } = before;
  const mark = { index, sentAt, epoch: 1 + starts.length, covered: undefined };
  const isAhead = sentAt === undefined && (isEvicted || index > (log.lastIndex ?? -Infinity));
  const covered = underMark(log, mark, starts).messages.filter(isSentBy(mark, Infinity));
  return counted({ ...before, mark: isAhead ? mark : { ...mark, covered } });
}

/** What is unread when the agent is known to be a participant: what the participant wrote does not count. */
export function withOwn(before: Unread, participantId: string): Unread {
  const { log, own, reopenings } = before;
  const replaces = log.messages.filter(({ from }) => from.participantId === participantId);
  return counted({
    ...before,
    own: [...own, participantId],
    log: log.with({ origin: 'live', messages: [], replaces }, undefined, reopenings),
  });
}

/** What to keep of an evicted chat: the mark, and where the indices were, so that a restart of them is recognised. */
export function withoutMessages(before: Unread): Unread {
  const { log, reopenings, hasEnded } = before;
  const none = { origin: 'live', messages: [] } as const;
  return {
    ...before,
    log: log
      .with({ ...none, replaces: log.messages }, undefined, reopenings)
      .with(none, undefined, reopenings),
    earlierReopenings: reopenings + Number(hasEnded),
  };
}

function counted(unread: Unread): Unread {
  const { log, mark, starts } = unread;
  const { covered } = mark;
  const { messages, end } = underMark(log, mark, starts);
  const isRead = isSentBy(mark, -Infinity);
  const left = covered === undefined ? [] : without(messages, covered).filter((message) => !isRead(message));
  const first = left[0] ?? log.at(end);
  return { ...unread, unread: left.length + log.length - end, firstUnreadIndex: first?.index };
}

/** The messages under the index of a mark, and the position behind them. */
function underMark(
  log: MessageLog,
  { index, sentAt, epoch }: Mark,
  starts: readonly number[],
): { readonly messages: readonly ChatMessage[]; readonly end: number } {
  const its = sentAt === undefined ? epoch : 1 + starts.filter((start) => start <= sentAt).length;
  const distance = (message: ChatMessage): number => epochOf(message) - its || message.index - index;
  const messages: ChatMessage[] = [];
  for (let end = lowerBound(log, (message) => distance(message) < 0); ; end += 1) {
    const message = log.at(end);
    if (message === undefined || distance(message) > 0) return { messages, end };
    messages.push(message);
  }
}

/** Whether a message was sent by the time of a mark. History has whole seconds: a mark in them covers its second. */
const isSentBy =
  ({ sentAt }: Mark, otherwise: number) =>
  (message: ChatMessage): boolean =>
    (message.sentAt ?? Infinity) <=
    (sentAt === undefined ? otherwise : sentAt % 1000 === 0 ? sentAt + 999 : sentAt);

/** The messages that are left when each of the others has taken one that is the same, or a version of it. */
function without(messages: readonly ChatMessage[], others: readonly ChatMessage[]): readonly ChatMessage[] {
  const rest = [...others];
  const isLeft =
    (isSame: typeof sameMessage) =>
    (message: ChatMessage): boolean => {
      const at = rest.findIndex((other) => isSame(message, other));
      if (at >= 0) rest.splice(at, 1);
      return at < 0;
    };
  return messages.filter(isLeft(sameMessage)).filter(isLeft(isVersion));
}

const isVersion = (a: ChatMessage, b: ChatMessage): boolean =>
  a.sentAt !== undefined &&
  a.sentAt === b.sentAt &&
  a.type === b.type &&
  a.from.participantId === b.from.participantId;
