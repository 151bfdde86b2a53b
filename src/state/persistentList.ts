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
    const chunk = this.#chunkAt(index);
    return this.#chunks[chunk]?.[index - (this.#starts[chunk] ?? 0)];
  }

  append(item: T): PersistentList<T> {
    const { length } = this;
    const size = length - this.#before;
    if (size >= chunkLimit(length)) {
      return new PersistentList(
        [...this.#chunks, this.#tail],
        [...this.#starts, this.#before],
        [item],
        length,
        length + 1,
      );
    }
    const tail = this.#tail.length === size ? this.#tail : this.#tail.slice(0, size);
    tail.push(item);
    return new PersistentList(this.#chunks, this.#starts, tail, this.#before, length + 1);
  }

  /** This list with other items at `position`, in the place of the item there or before it. */
  splice(position: number, removed: 0 | 1, ...items: readonly T[]): PersistentList<T> {
    const at = this.#chunkAt(position);
    const chunks = [...this.#chunks, this.#tail.slice(0, this.length - this.#before)];
    const starts = [...this.#starts, this.#before];
    const start = starts[at] ?? 0;
    const chunk = (chunks[at] ?? []).slice();
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

  /** The tail comes after all chunks. */
  #chunkAt(position: number): number {
    if (position >= this.#before) return this.#chunks.length;
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const none: readonly never[] = [];
const chunkLimit = (length: number): number => Math.max(32, 2 * Math.ceil(Math.sqrt(length)));
