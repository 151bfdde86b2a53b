import { type ChatMessage, epochOf, sameMessage } from '../model/index.ts';

/** The entries of one message: those of a log, and those that are held already. */
interface Group {
  readonly message: ChatMessage;
  readonly listed: ChatMessage[];
  readonly held: ChatMessage[];
}

/**
 * The entries of a log by message.
 *
 * @param under - gives what is held under the index of a message.
 */
function groupsOf(
  log: readonly ChatMessage[],
  under: (message: ChatMessage) => readonly ChatMessage[],
): readonly Group[] {
  /** By index and text: to compare each entry with each other would be quadratic. */
  const groups = new Map<string, Group[]>();
  const groupOf = (message: ChatMessage): Group => {
    const key = `${indexKey(message)} ${message.text}`;
    const alike = groups.get(key) ?? [];
    let group = alike.find((other) => sameMessage(other.message, message));
    if (group === undefined) {
      group = { message, listed: [], held: [] };
      groups.set(key, [...alike, group]);
    }
    return group;
  };
  for (const message of log) groupOf(message).listed.push(message);
  const texts = new Set(log.map(({ text }) => text));
  const indices = new Map(log.map((message) => [indexKey(message), message]));
  for (const message of indices.values())
    for (const held of under(message)) if (texts.has(held.text)) groupOf(held).held.push(held);
  return [...groups.values()].flat().filter(({ listed }) => listed.length > 0);
}

const indexKey = (message: ChatMessage): string => `${epochOf(message)} ${message.index}`;

/** How a log changes what is held. */
export interface Merged {
  readonly removed: Set<ChatMessage>;
  readonly added: ChatMessage[];
  /** Of the added ones, those that are not just another version of the removed, in the order of the log. */
  readonly news: readonly ChatMessage[];
}

/**
 * Merges a log into what is held.
 *
 * @param under - gives what is held under the index of a message.
 */
export function merge(
  log: readonly ChatMessage[],
  under: (message: ChatMessage) => readonly ChatMessage[],
): Merged {
  const removed = new Set<ChatMessage>();
  const added: ChatMessage[] = [];
  const newsOf = new Map<ChatMessage, ChatMessage>();
  for (const group of groupsOf(log, under)) {
    const { listed, outdated, separate } = changeOf(group);
    const held = group.held.length;
    for (const message of outdated) removed.add(message);
    added.push(...listed, ...separate);
    [...listed.slice(outdated.length), ...separate].forEach((message, at) => {
      newsOf.set(message, held > 0 ? { ...message, occurrence: held + at + 1 } : message);
    });
  }
  const news = log.flatMap((message) => {
    const emitted = newsOf.get(message) ?? [];
    newsOf.delete(message); // an object can be twice in a log
    return emitted;
  });
  return { removed, added, news };
}

/**
 * A message was said as often as the largest number of distinct instants that any single log lists for it. Of two lists of
 * the same length the more precise instants are held, else the earlier, so the order of arrival does not matter. An entry
 * with an `occurrence` was separated from its log; it counts for itself.
 */
function changeOf({
  listed: group,
  held,
}: Group): Record<'listed' | 'outdated' | 'separate', readonly ChatMessage[]> {
  const listed = distinct(group.filter(isPlain));
  const plain = held.filter(isPlain);
  const isBetter = isBetterThan(listed, plain);
  const separate = group.filter(
    ({ occurrence = 0 }) =>
      occurrence > plain.length && !held.some((entry) => entry.occurrence === occurrence),
  );
  return {
    listed: isBetter ? without(listed, plain) : [],
    outdated: isBetter ? without(plain, listed) : [],
    separate,
  };
}

const isPlain = ({ occurrence }: ChatMessage): boolean => occurrence === undefined;

/** One entry for each instant; one without a time counts only if there is no other. */
function distinct(entries: readonly ChatMessage[]): readonly ChatMessage[] {
  const timed = entries.filter(({ sentAt }) => sentAt !== undefined);
  return timed.length === 0
    ? entries.slice(0, 1)
    : timed.filter(({ sentAt }, at) => timed.findIndex((entry) => entry.sentAt === sentAt) === at);
}

const without = (entries: readonly ChatMessage[], others: readonly ChatMessage[]): readonly ChatMessage[] =>
  entries.filter(({ sentAt }) => !others.some((entry) => entry.sentAt === sentAt));

function isBetterThan(listed: readonly ChatMessage[], held: readonly ChatMessage[]): boolean {
  if (listed.length !== held.length) return listed.length > held.length;
  const [ranks, others] = [ranksOf(listed), ranksOf(held)];
  const at = ranks.findIndex((rank, position) => rank !== others[position]);
  return (ranks[at] ?? 0) < (others[at] ?? 0);
}

/** Milliseconds come before whole seconds, these before an absent time; then the earlier comes first. */
const ranksOf = (entries: readonly ChatMessage[]): readonly number[] =>
  entries.map(({ sentAt = Infinity }) => (sentAt % 1000 ? sentAt : sentAt + 1e15)).sort((a, b) => a - b);
