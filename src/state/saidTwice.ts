import { type ChatMessage, sameMessage } from '../model/index.ts';

/** The entries of a log, those of one message together, in their order there. */
export function groupsOf(log: readonly ChatMessage[]): readonly ChatMessage[][] {
  const groups: ChatMessage[][] = [];
  /** Those that may be the same: comparing each with each would take time in proportion to the square of their number. */
  const candidates = new Map<string, ChatMessage[][]>();
  for (const message of log) {
    const key = `${message.index} ${message.text}`;
    const alike = candidates.get(key) ?? [];
    let group = alike.find(([first]) => first !== undefined && sameMessage(first, message));
    if (group === undefined) {
      group = [];
      groups.push(group);
      candidates.set(key, [...alike, group]);
    }
    group.push(message);
  }
  return groups;
}

/** How the entries of a group change those that are held of the same message. */
export interface Merged {
  /** Held entries whose time the log has more precisely. */
  readonly removed: readonly ChatMessage[];
  readonly added: readonly ChatMessage[];
  /** Of the entries of the log, those that were not held in any version, each with the entry to emit for it. */
  readonly news: ReadonlyMap<ChatMessage, ChatMessage>;
}

/**
 * A message was said as often as the largest number of distinct instants that any single log lists for it. Of two logs
 * with the same number, that with the more precise instants is kept, else the earlier: so the order of arrival does not
 * matter.
 *
 * @param group - the entries of one log for one message.
 * @param held - those that are held.
 */
export function mergeSaid(group: readonly ChatMessage[], held: readonly ChatMessage[]): Merged {
  const listed = distinct(group);
  const counted = held.filter(({ occurrence }) => occurrence === undefined);
  const separate = held.length - counted.length;
  const news = new Map<ChatMessage, ChatMessage>();
  // Entries that were separated from their log say themselves which they are.
  for (const entry of group) {
    const { occurrence = 0 } = entry;
    if (occurrence > counted.length && !held.some((other) => other.occurrence === occurrence))
      news.set(entry, entry);
  }
  const missing =
    listed.length -
    counted.length -
    held.filter(({ occurrence = Infinity }) => occurrence <= listed.length).length;
  if (missing > 0) {
    unmatched(listed, held).forEach((entry, at) => {
      news.set(entry, held.length === 0 ? entry : { ...entry, occurrence: held.length + at + 1 });
    });
  }
  const isMorePrecise = separate === 0 && counted.length > 0 && isBetter(listed, counted);
  return isMorePrecise
    ? { removed: without(counted, listed), added: without(listed, counted), news }
    : { removed: [], added: [...news.values()], news };
}

/** One entry for each instant; without any instant, one. */
function distinct(group: readonly ChatMessage[]): readonly ChatMessage[] {
  const entries = new Map<number, ChatMessage>();
  const [first] = group.filter(({ occurrence }) => occurrence === undefined);
  for (const entry of group) {
    const { sentAt, occurrence } = entry;
    if (sentAt !== undefined && occurrence === undefined && !entries.has(sentAt)) entries.set(sentAt, entry);
  }
  if (first !== undefined && entries.size === 0) entries.set(0, first);
  return [...entries.values()];
}

/** The entries of a log that are left when each held one has taken the nearest in time. */
function unmatched(listed: readonly ChatMessage[], held: readonly ChatMessage[]): readonly ChatMessage[] {
  const left = [...listed];
  for (const { sentAt = 0 } of held) {
    let nearest = 0;
    const distanceOf = (at: number): number => Math.abs((left[at]?.sentAt ?? 0) - sentAt);
    for (let at = 1; at < left.length; at += 1) if (distanceOf(at) < distanceOf(nearest)) nearest = at;
    left.splice(nearest, 1);
  }
  return left;
}

const without = (entries: readonly ChatMessage[], others: readonly ChatMessage[]): readonly ChatMessage[] =>
  entries.filter((entry) => !others.some(({ sentAt }) => sentAt === entry.sentAt));

function isBetter(listed: readonly ChatMessage[], held: readonly ChatMessage[]): boolean {
  if (listed.length !== held.length) return listed.length > held.length;
  const ranks = ranksOf(listed);
  const others = ranksOf(held);
  const differs = ranks.findIndex((rank, at) => rank !== others[at]);
  return differs >= 0 && (ranks[differs] ?? 0) < (others[differs] ?? 0);
}

/** Instants in milliseconds come before whole seconds, and these before an absent time; then the earlier first. */
const ranksOf = (entries: readonly ChatMessage[]): readonly number[] =>
  entries
    .map(({ sentAt = Infinity }) => (sentAt % 1000 === 0 ? sentAt + 1e15 : sentAt))
    .sort((a, b) => a - b);
