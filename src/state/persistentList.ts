import { lowerBound } from './lowerBound.ts';

/**
 * An immutable sequence whose snapshots share structure: appending is O(1), replacing anywhere O(√n).
 *
 * It is a list of chunks of about √n items. The last of them, the tail, is shared by snapshots and grows at its end; a
 * snapshot reads no further than its own length. So the newest snapshot appends in place, and an older one, to which
 * somebody else has appended already, copies the tail first.
 */
export class PersistentList<T extends object> {
  readonly length: number;
  readonly #tail: T[];
  /** How many items stand before the tail. */
  readonly #before: number;
  /** All chunks but the tail. */
  readonly #chunks: readonly T[][];
  /** The position of each chunk's first item. */
  readonly #starts: readonly number[];
  #array: readonly T[] | undefined;

  private constructor(
    chunks: readonly T[][],
    starts: readonly number[],
    tail: T[],
    before: number,
    length: number,
  ) {
    this.#chunks = chunks;
    this.#starts = starts;
    this.#tail = tail;
    this.#before = before;
    this.length = length;
  }

  static empty<T extends object>(): PersistentList<T> {
    return new PersistentList<T>(none, none, [], 0, 0);
  }

  /** The item at a position, counted from the end if negative. */
  at(position: number): T | undefined {
    const index = position < 0 ? this.length + position : position;
    if (index >= this.length) return undefined;
    if (index >= this.#before) return this.#tail[index - this.#before];
    const chunk = chunkAt(this.#starts, index);
    return this.#chunks[chunk]?.[index - (this.#starts[chunk] ?? 0)];
  }

  append(item: T): PersistentList<T> {
    const { length } = this;
    const size = length - this.#before;
    if (size < chunkLimit(length)) {
      const tail = this.#tail.length === size ? this.#tail : this.#tail.slice(0, size);
      tail.push(item);
      return new PersistentList(this.#chunks, this.#starts, tail, this.#before, length + 1);
    }
    const chunks = this.#chunks.concat([this.#tail]);
    const starts = this.#starts.concat([this.#before]);
    return new PersistentList(chunks, starts, [item], length, length + 1);
  }

  /** This list with more items at its end. */
  concat(items: readonly T[]): PersistentList<T> {
    const size = this.length - this.#before;
    if (size + items.length > chunkLimit(this.length)) {
      return items.reduce<PersistentList<T>>((list, item) => list.append(item), this);
    }
    const tail = this.#tail.length === size ? this.#tail : this.#tail.slice(0, size);
    for (const item of items) tail.push(item);
    return new PersistentList(this.#chunks, this.#starts, tail, this.#before, this.length + items.length);
  }

  /** This list with other items at `position`, in the place of the item there or before it. */
  splice(position: number, removed: 0 | 1, ...items: readonly T[]): PersistentList<T> {
    const chunks = this.#chunks.concat([this.#tail]); // which is faster than spreading
    const starts = this.#starts.concat([this.#before]);
    const at = chunkAt(starts, position);
    const start = starts[at] ?? 0;
    // Others may have grown what was a tail: no more of it is this list's.
    const chunk = (chunks[at] ?? []).slice(0, (starts[at + 1] ?? this.length) - start);
    chunk.splice(position - start, removed, ...items);
    const half = chunk.length > chunkLimit(this.length) ? chunk.length >> 1 : 0;
    chunks.splice(at, 1, ...(half === 0 ? [chunk] : [chunk.slice(0, half), chunk.slice(half)]));
    const growth = items.length - removed;
    if (half > 0) starts.splice(at + 1, 0, start + half - growth);
    for (let next = at + 1; next < starts.length; next += 1) starts[next] = (starts[next] ?? 0) + growth;
    const tail = chunks.pop() ?? [];
    return new PersistentList(chunks, starts, tail, starts.pop() ?? 0, this.length + growth);
  }

  /** All items as a frozen array, made when first asked for and then kept. */
  toArray(): readonly T[] {
    return (this.#array ??= Object.freeze([...this.from(0)]));
  }

  /** The items from a position on. */
  *from(position: number): Generator<T, void, undefined> {
    for (let at = position; at < this.length; at += 1) {
      const item = this.at(at);
      if (item !== undefined) yield item;
    }
  }
}

const none: readonly never[] = [];
const chunkLimit = (length: number): number => Math.max(32, 2 * Math.ceil(Math.sqrt(length)));
const chunkAt = (starts: readonly number[], position: number): number =>
  lowerBound(starts, (start) => start <= position) - 1;
