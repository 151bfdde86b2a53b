import type { ChatMessage } from '../model/index.ts';

/** Notes a message by its index and a hash of the rest; whether it was not noted before. */
export type SeenMessages = (index: number, hash: number) => boolean;

/** No index and no hash: a fraction, so that the engine keeps a table as plain doubles from the start. */
const nothing = 0.5;

const tableFor = (messages: number): number[] => new Array<number>(2 * messages).fill(nothing);

/**
 * A set of messages that keeps two numbers for each: its index, and a hash of its type, author and text in 53 bits.
 * Open addressing, never fuller than 7/8, doubled: at most 37 bytes a message, whatever the indices.
 */
export function seenMessages(): SeenMessages {
  let table = tableFor(2);
  let size = 0;
  return (index, hash) => {
    if (!put(table, index, hash)) return false;
    size += 1;
    if (16 * size > 7 * table.length) {
      const full = table;
      table = tableFor(full.length);
      for (let at = 0; at < full.length; at += 2) {
        if (full[at] !== nothing) put(table, full[at], full[at + 1]);
      }
    }
    return true;
  };
}

/** Of two places the first holds an index, the second its hash. Indices in sequence are never in each other's way. */
function put(table: number[], index = nothing, hash = nothing): boolean {
  const last = table.length / 2 - 1;
  let slot = index & last;
  while (table[2 * slot + 1] !== nothing) {
    if (table[2 * slot] === index && table[2 * slot + 1] === hash) return false;
    const mixed = Math.imul(index ^ (index / 2 ** 32), 0x9e3779b1);
    slot = (slot + ((hash ^ mixed ^ (mixed >>> 16)) | 1)) & last;
  }
  table[2 * slot] = index;
  table[2 * slot + 1] = hash;
  return true;
}

/** The identity of a message under its index: its type, author and text. */
export function identityHash({ type, from, text }: ChatMessage): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (const part of [type, from.participantId, text ?? '']) {
    const { length } = part;
    for (let at = 0; at < length; at += 1) {
      low = Math.imul(low ^ part.charCodeAt(at), 0x01000193);
      high = Math.imul(high ^ low, 0x85ebca6b);
    }
    low = Math.imul(low ^ length, 0x01000193); // so that no part can imitate the end of another
  }
  if (text === undefined) low = Math.imul(low ^ 1, 0x01000193);
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
