import type { ChatMessage } from '../../src/model/index.ts';

/** Notes a message by its index and a hash of the rest; whether it was not noted before. */
export type SeenMessages = (index: number, hash: number) => boolean;

/**
 * A set of messages that keeps two numbers for each: its index, and a hash of its type, author and text in 53 bits.
 * Open addressing, never fuller than 3/4, grown by a half: at most 32 bytes a message, whatever the indices.
 */
export function seenMessages(): SeenMessages {
  let table = new Float64Array(4);
  let size = 0;
  return (index, hash) => {
    if (!put(table, index, hash)) return false;
    size += 8;
    if (size > 3 * table.length) {
      const full = table;
      table = new Float64Array(2 * Math.ceil(full.length * 0.75));
      full.forEach((noted, at) => at % 2 && noted && put(table, full[at - 1], noted));
    }
    return true;
  };
}

/** Of two places the first holds an index, the second its hash; 0 is none. */
function put(table: Float64Array, index = 0, hash: number): boolean {
  const scattered = Math.imul(index ^ (index / 2 ** 32) ^ hash ^ (hash / 2 ** 32), 0x9e3779b1) >>> 0;
  let at = 2 * (scattered % (table.length / 2));
  for (; table[at + 1]; at = (at + 2) % table.length) {
    if (table[at] === index && table[at + 1] === hash) return false;
  }
  table[at] = index;
  table[at + 1] = hash;
  return true;
}

/** The identity of a message under its index: its type, author and text. Never 0. */
export function identityHash({ type, from, text }: ChatMessage): number {
  const identity = JSON.stringify([type, from.participantId, text]);
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let at = 0; at < identity.length; at += 1) {
    const code = identity.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 13;
  }
  low ^= low >>> 15;
  return (high >>> 11) * 2 ** 32 + (low >>> 0) + 1;
}
