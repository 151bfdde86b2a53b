import type { ChatMessage } from '../../src/model/index.ts';

const slotSize = 2;

/**
 * A set of messages that keeps two numbers for each: its index, and a hash of its type, author and text in 53 bits.
 * Open addressing, never fuller than 3/4, grown by a half: at most 32 bytes a message, whatever the indices.
 */
export class SeenMessages {
  #slots = new Float64Array(2 * slotSize);
  #size = 0;

  /** Whether nothing was added before under this index with this hash. */
  add(index: number, hash: number): boolean {
    if (!put(this.#slots, index, hash)) return false;
    this.#size += 1;
    if (this.#size * 4 * slotSize > this.#slots.length * 3) this.#slots = grown(this.#slots);
    return true;
  }
}

/** The identity of a message under its index: its type, author and text. Never 0, which marks an empty slot. */
export function identityHash({ type, from, text }: ChatMessage): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  const mix = (code: number): void => {
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 13;
  };
  for (const part of [type, from.participantId, text]) {
    mix(part === undefined ? 0x1_0001 : 0x1_0000); // outside UTF-16: no text can imitate the boundary of a part
    if (part !== undefined) for (let at = 0; at < part.length; at += 1) mix(part.charCodeAt(at));
  }
  low ^= low >>> 15;
  return (high >>> 11) * 2 ** 32 + (low >>> 0) + 1;
}

function put(slots: Float64Array, index: number, hash: number): boolean {
  const capacity = slots.length / slotSize;
  const scattered = Math.imul(index ^ (index / 2 ** 32) ^ hash ^ (hash / 2 ** 32), 0x9e3779b1) >>> 0;
  let slot = Math.floor((scattered / 2 ** 32) * capacity);
  for (; slots[slot * slotSize + 1] !== 0; slot = (slot + 1) % capacity) {
    if (slots[slot * slotSize] === index && slots[slot * slotSize + 1] === hash) return false;
  }
  slots[slot * slotSize] = index;
  slots[slot * slotSize + 1] = hash;
  return true;
}

function grown(slots: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.ceil((slots.length / slotSize) * 1.5) * slotSize);
  for (let at = 0; at < slots.length; at += slotSize) {
    const hash = slots[at + 1] ?? 0;
    if (hash !== 0) put(larger, slots[at] ?? 0, hash);
  }
  return larger;
}
