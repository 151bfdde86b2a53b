import { type ChatMessage, epochOf, sameMessage } from '../model/index.ts';

/** The entries of one message: those of a log, and those that are held already. */
export interface Group {
  readonly message: ChatMessage;
  readonly listed: ChatMessage[];
  readonly held: ChatMessage[];
}

/**
 * The entries of a log by message.
 *
 * @param under - gives what is held under the index of a message.
 */
export function groupsOf(
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
  const indices = new Set<string>();
  for (const message of log) {
    groupOf(message).listed.push(message);
    const index = indexKey(message);
    if (indices.has(index)) continue;
    indices.add(index);
    for (const held of under(message)) groupOf(held).held.push(held);
  }
  return [...groups.values()].flat().filter(({ listed }) => listed.length > 0);
}

const indexKey = (message: ChatMessage): string => `${epochOf(message)} ${message.index}`;

/** How the entries that one log has of a message change those that are held of it. */
export interface Merged {
  readonly removed: readonly ChatMessage[];
  readonly added: readonly ChatMessage[];
  /** Of the added ones, those that are not just another version of the removed. */
  readonly news: readonly ChatMessage[];
}

/**
 * A message was said as often as the largest number of distinct instants that any single log lists for it. Of two lists of
 * the same length the more precise instants are held, else the earlier, so the order of arrival does not matter. An entry
 * with an `occurrence` was separated from its log; it counts for itself.
 */
export function mergeSaid({ listed: group, held }: Group): Merged {
  const listed = distinct(group.filter(isPlain));
  const plain = held.filter(isPlain);
  const isBetter = isBetterThan(listed, plain);
  const separate = group.filter(
    ({ occurrence = 0 }) =>
      occurrence > plain.length && !held.some((entry) => entry.occurrence === occurrence),
  );
  const added = isBetter ? without(listed, plain) : [];
  const removed = isBetter ? without(plain, listed) : [];
  return {
    removed,
    added: [...added, ...separate],
    news: [...added.slice(removed.length), ...separate],
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
