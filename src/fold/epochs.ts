import { type ChatMessage, epochOf } from '../model/index.ts';

/** A point in a chat: a time of the server and an index. */
export interface Point {
  readonly at: number;
  readonly index: number;
}

/**
 * The numberings of one chat's messages. Indices can restart when a chat is reopened; each numbering is an epoch.
 * Immutable.
 */
export interface Epochs {
  /** The number of the current epoch, from 1. */
  readonly current: number;
  /** Where each of the earlier epochs ended: its latest time and its highest index. */
  readonly ends: readonly Point[];
  /** The first message that was known of the current epoch, if there are earlier ones. */
  readonly first: Point | undefined;
  /** How often the chat was reopened. */
  readonly reopenings: number;
  /** Where the current epoch ended if the last reopening restarted the indices. */
  readonly reopenedAt: Point | undefined;
}

export const firstEpoch: Epochs = {
  current: 1,
  ends: [],
  first: undefined,
  reopenings: 0,
  reopenedAt: undefined,
};

/** The epochs after the chat was reopened: a restart of the indices would have begun behind what is known now. */
export const reopen = (epochs: Epochs, reopenings: number, last: Point): Epochs => ({
  ...epochs,
  reopenings,
  reopenedAt: last,
});

/** What is held of the current epoch. */
export interface HeldMessages {
  /** The latest `sentAt` and the highest index; `-Infinity` if there is none. */
  readonly last: Point;
  readonly lowest: number;
  /** The held messages that are the same as this one. */
  readonly equals: (message: ChatMessage) => readonly ChatMessage[];
}

/**
 * The epochs after a log of one chat, and its messages with theirs. Without a restart both stay as they are.
 *
 * A new epoch starts (a) when a message of a reopened chat has a time after the end, and an index that was known by then or
 * is below it, or (b) when the whole log from the server holds none of the known messages and is later than all of them.
 * A message that names its epoch was judged by somebody who knew more.
 *
 * @param isWhole - whether the log is what the server has, from its first index on.
 */
export function assignEpochs(
  known: Epochs,
  log: readonly ChatMessage[],
  isWhole: boolean,
  held: HeldMessages,
): { readonly epochs: Epochs; readonly log: readonly ChatMessage[] } {
  const isJudged = log.some(({ epoch }) => epoch !== undefined);
  const reopener = isJudged ? undefined : afterReopening(log, known, held);
  const opener = isJudged
    ? log.find((message) => epochOf(message) > known.current)
    : (reopener ?? (isWhole && isRestarted(log, held) ? log[0] : undefined));
  const isReopened = isJudged ? opener !== undefined && isBehind(known, opener) : reopener !== undefined;
  // Without the reopening all that is held is of the earlier epochs.
  const before = isReopened ? known : { ...known, reopenedAt: undefined };
  const epochs = opener === undefined ? known : opened(before, opener, log, held.last);
  if (epochs.current === 1) return { epochs, log };
  return {
    epochs,
    log: log.map((message, at) => {
      const isHeld = epochs === known && isRounded(epochs, message) && held.equals(message).length > 0;
      const epoch = isJudged ? epochOf(message) : isHeld ? epochs.current : epochAt(epochs, log, at);
      return message.epoch === epoch ? message : { ...message, epoch };
    }),
  };
}

/** The first message that shows that the indices restarted with the last reopening. */
function afterReopening(
  log: readonly ChatMessage[],
  known: Epochs,
  { equals }: HeldMessages,
): ChatMessage | undefined {
  const opener = log.find(
    (message) => isBehind(known, message) && equals(message).every(({ sentAt }) => sentAt !== undefined),
  );
  const isShifted =
    opener !== undefined && log.some((message) => equals(message).some(isInOtherZone(message)));
  return isShifted ? undefined : opener;
}

/** Whether a message was sent after the last reopening, with an index that was known by then or is below it. */
const isBehind = ({ reopenedAt }: Epochs, { sentAt = -Infinity, index }: ChatMessage): boolean =>
  reopenedAt !== undefined &&
  reopenedAt.at > -Infinity &&
  sentAt > reopenedAt.at &&
  index <= reopenedAt.index;

const second = 1_000;
const quarterOfAnHour = 900_000;

/** Whether a later time can be the same one in another time zone. */
const isInOtherZone =
  ({ sentAt = NaN }: ChatMessage) =>
  (held: ChatMessage): boolean => {
    const shift = sentAt - (held.sentAt ?? NaN);
    return shift > 2 * second && (shift + second) % quarterOfAnHour <= 2 * second;
  };

/** Whether a whole log is later than all that is held, and holds none of it. Wire: GWS counts from 1. */
export function isRestarted(log: readonly ChatMessage[], { last, lowest, equals }: HeldMessages): boolean {
  return (
    last.at > -Infinity &&
    log.some(({ index, sentAt }) => sentAt !== undefined && index <= Math.min(lowest, 1)) &&
    log.every(({ sentAt = Infinity }) => sentAt > last.at) &&
    log.every((message) => equals(message).length === 0)
  );
}

function opened(known: Epochs, opener: ChatMessage, log: readonly ChatMessage[], last: Point): Epochs {
  const current = Math.max(known.current + 1, epochOf(opener));
  const earlier = log.filter((message) => opener.epoch !== undefined && epochOf(message) < current);
  const from = opener.sentAt ?? Infinity;
  const { at, index } = known.reopenedAt ?? earlier.reduce(later, last);
  // What was sent since the opener belongs to the new epoch, although it is known already.
  const end = { at: Math.min(at, from - 1), index };
  return {
    ...known,
    current,
    ends: [...known.ends, ...new Array<Point>(current - known.current).fill(end)],
    first: { at: from, index: opener.index },
    reopenedAt: undefined,
  };
}

/** Held messages in the epochs that they turned out to belong to; those of epochs before `from` stay where they are. */
export const inEpochs = (
  epochs: Epochs,
  held: readonly ChatMessage[],
  from: number,
): readonly ChatMessage[] =>
  held.map((message, at) => {
    const epoch = epochOf(message) < from ? epochOf(message) : epochAt(epochs, held, at);
    return epoch === epochOf(message) ? message : { ...message, epoch };
  });

/** The later time and the higher index. */
export const later = ({ at, index }: Point, message: ChatMessage): Point => ({
  at: Math.max(at, message.sentAt ?? -Infinity),
  index: Math.max(index, message.index),
});

/** The epoch of a message of a log: that whose span holds its time; without a time, that of its nearest neighbour. */
function epochAt(epochs: Epochs, log: readonly ChatMessage[], position: number): number {
  for (let distance = 0; distance < log.length; distance += 1) {
    for (const message of [log[position - distance], log[position + distance]]) {
      if (message?.sentAt !== undefined) return spanOf(epochs, message.sentAt, message.index);
    }
  }
  return epochs.current;
}

/** Whether whole seconds hide that a message was sent after the end of the last epoch. */
const isRounded = ({ current, ends }: Epochs, { sentAt = NaN }: ChatMessage): boolean => {
  const { at } = ends[current - 2] ?? { at: NaN };
  return sentAt % second === 0 && sentAt <= at && sentAt + second > at;
};

function spanOf({ current, ends, first }: Epochs, sentAt: number, index: number): number {
  let epoch = current;
  const before = ends[current - 2];
  // Sent between two epochs, a message that continues the indices of the earlier one belongs to it.
  const latest = sentAt % second === 0 ? sentAt + second - 1 : sentAt; // history may give whole seconds
  if (before && first && latest < first.at && index >= before.index && index > first.index) epoch -= 1;
  while (sentAt <= (ends[epoch - 2]?.at ?? -Infinity)) epoch -= 1;
  return epoch;
}
