/**
 * An immutable sequence whose snapshots share structure: appending is O(1), replacing anywhere O(√n).
 *
 * It is a list of chunks of about √n items. Chunks, and the list of them, are shared by all snapshots and only ever
 * grow at their end; a snapshot reads no further than its own length. So the newest snapshot appends in place, and
 * an older one, to which somebody else has appended already, copies the last chunk first.
 */
export class PersistentList<T extends object> {
  readonly length: number;
  readonly #chunks: T[][];
  /** The position of each chunk's first item. */
  readonly #starts: number[];
  /** How many of the shared chunks are this snapshot's. */
  readonly #count: number;
  #array: readonly T[] | undefined;

  private constructor(chunks: T[][], starts: number[], count: number, length: number) {
    this.#chunks = chunks;
    this.#starts = starts;
    this.#count = count;
    this.length = length;
  }

  static empty<T extends object>(): PersistentList<T> {
    return new PersistentList<T>([[]], [0], 1, 0);
  }

  /** The item at a position, counted from the end if negative. */
  at(position: number): T | undefined {
    const index = position < 0 ? this.length + position : position;
    if (index >= this.length) return undefined;
    const chunk = this.#chunkAt(index);
    return this.#chunks[chunk]?.[index - this.#start(chunk)];
  }

  append(item: T): PersistentList<T> {
    const last = this.#count - 1;
    const tail = this.#chunks[last] ?? [];
    const isNewest = this.#chunks.length === this.#count && tail.length === this.#sizeOf(last);
    if (!isNewest) return this.splice(this.length, 0, item);
    if (tail.length < chunkLimit(this.length)) {
      tail.push(item);
      return new PersistentList(this.#chunks, this.#starts, this.#count, this.length + 1);
    }
    this.#chunks.push([item]);
    this.#starts.push(this.length);
    return new PersistentList(this.#chunks, this.#starts, this.#count + 1, this.length + 1);
  }

  /** This list with other items at `position`, in the place of the item there or before it. */
  splice(position: number, removed: 0 | 1, ...items: readonly T[]): PersistentList<T> {
    const at = position === this.length ? this.#count - 1 : this.#chunkAt(position);
    const chunk = (this.#chunks[at] ?? []).slice(0, this.#sizeOf(at));
    chunk.splice(position - this.#start(at), removed, ...items);
    const half = chunk.length > chunkLimit(this.length) ? chunk.length >> 1 : 0;
    const parts = half === 0 ? [chunk] : [chunk.slice(0, half), chunk.slice(half)];
    const chunks = this.#chunks.slice(0, this.#count);
    chunks.splice(at, 1, ...parts);
    const growth = items.length - removed;
    const starts = this.#starts.slice(0, this.#count);
    if (half > 0) starts.splice(at + 1, 0, this.#start(at) + half - growth);
    for (let next = at + 1; next < starts.length; next += 1) starts[next] = (starts[next] ?? 0) + growth;
    return new PersistentList(chunks, starts, chunks.length, this.length + growth);
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

  #start(chunk: number): number {
    return this.#starts[chunk] ?? 0;
  }

  #sizeOf(chunk: number): number {
    const end = chunk === this.#count - 1 ? this.length : this.#start(chunk + 1);
    return end - this.#start(chunk);
  }

  #chunkAt(position: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#start(middle) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const chunkLimit = (length: number): number => Math.max(32, 2 * Math.ceil(Math.sqrt(length)));
