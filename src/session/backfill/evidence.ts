import { type ChatMessage, epochOf, isTypingNotice, sameEntry } from '../../model/index.ts';
import type { MessageLog } from '../../state/messageLog.ts';

/**
 * The lowest index of a chat that may be missing; `undefined` if none is.
 *
 * Wire: GWS counts from 1. Where the very first are missing it is 0, for another server may count from there.
 *
 * @param settledTo - below this index nothing is missing that this agent can get.
 */
export function firstMissing(log: MessageLog, settledTo: number): number | undefined {
  const lowest = lowestIndex(log);
  if (lowest > 1 && lowest > settledTo + 1) return 0;
  const last = log.gaps.at(-1);
  if (last === undefined || last.to <= settledTo) return undefined; // as a rule, however many there are
  const gap = log.gaps.find(({ to }) => to > settledTo);
  return gap === undefined ? undefined : Math.max(gap.from, settledTo + 1);
}

/**
 * The message at which a request starts: the highest one that is held at or below an index, of a type that the server's
 * REST can return. `undefined` if there is none; then the whole log is requested.
 */
export function anchorAt(
  log: MessageLog,
  index: number,
  isReturned: (type: string) => boolean,
): ChatMessage | undefined {
  const epoch = currentEpoch(log);
  for (let position = log.length - 1; position >= 0; position -= 1) {
    const message = log.at(position);
    if (message === undefined || epochOf(message) !== epoch) return undefined;
    if (message.index <= index && !isTypingNotice(message) && isReturned(message.type)) return message;
  }
  return undefined;
}

/** Whether an answer holds the message at which its request started. History may have masked its text. */
export const holdsAnchor = (messages: readonly ChatMessage[], anchor: ChatMessage): boolean =>
  messages.some(
    (message) =>
      message.index === anchor.index &&
      message.type === anchor.type &&
      (sameEntry(message, anchor) || isSameSecond(message, anchor)),
  );

/** Times of one message differ by less: history can give whole seconds. */
const second = 1_000;

/**
 * Whether an answer is of an earlier epoch, of which nothing is held: it contains none of what is held, has other messages
 * under the same indices, and all of it is older. The server is behind a restart of the indices.
 */
export function isOfEarlierEpoch(messages: readonly ChatMessage[], log: MessageLog): boolean {
  if (currentEpoch(log) > 1 || !messages.some((message) => log.under(message).length > 0)) return false;
  if (messages.some((message) => log.under(message).some((held) => sameEntry(held, message)))) return false;
  const newest = messages.reduce((at, { sentAt = NaN }) => Math.max(at, sentAt), -Infinity);
  return log.messages.every(({ sentAt = NaN }) => sentAt >= newest + second);
}

/**
 * Whether indices restarted and nothing showed it when it happened: a message was sent later than one with a higher index, or
 * than another one with the same index. Then only the whole log shows what is missing.
 */
export function hasMixedIndices(log: MessageLog): boolean {
  const epoch = currentEpoch(log);
  let newest = -Infinity;
  let last = NaN;
  return log.messages.some((message) => {
    const { sentAt = NaN, index } = message;
    if (epochOf(message) !== epoch) return false;
    if (sentAt + second <= newest || (index === last && sentAt >= newest + second)) return true;
    if (sentAt > newest) newest = sentAt;
    last = index;
    return false;
  });
}

/** The highest index of the current epoch in an answer; `-Infinity` if it has none. */
export function highestOf(messages: readonly ChatMessage[], log: MessageLog): number {
  const epoch = currentEpoch(log);
  let highest = -Infinity;
  for (const message of messages) {
    if (message.index <= highest) continue;
    const isOfEpoch =
      epoch === 1 || log.under({ ...message, epoch }).some((held) => sameEntry(held, message));
    if (isOfEpoch) highest = message.index;
  }
  return highest;
}

/** The highest index that is held of a type which the server's REST returns; an answer that ends below is stale. */
export const highestReturned = (log: MessageLog, isReturned: (type: string) => boolean): number =>
  anchorAt(log, Infinity, isReturned)?.index ?? -Infinity;

/** The epoch of the last message; 1 if there is none. */
export function currentEpoch(log: MessageLog): number {
  const last = log.at(-1);
  return last === undefined ? 1 : epochOf(last);
}

function lowestIndex(log: MessageLog): number {
  const epoch = currentEpoch(log);
  if (epoch === 1) return log.at(0)?.index ?? 0;
  const first = log.messages.find((message) => epochOf(message) === epoch);
  return first?.index ?? 0;
}

const isSameSecond = ({ sentAt: a = NaN }: ChatMessage, { sentAt: b = NaN }: ChatMessage): boolean =>
  Math.floor(a / 1_000) === Math.floor(b / 1_000);
