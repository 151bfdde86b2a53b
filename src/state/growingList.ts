import type { Positions } from './lowerBound.ts';

/**
 * An immutable list to which appending is O(1). Lists share one array, and each reads no further than its own length: the
 * newest appends in place, an older one copies the array first.
 */
export class GrowingList<T> implements Positions<T> {
  readonly length: number;
  readonly #items: T[];
  #array: readonly T[] | undefined;

  /** @param items - belong to the list from now on. */
  constructor(items: T[], length: number = items.length) {
    this.#items = items;
    this.length = length;
  }

  /** The item at a position; a negative position counts from the end. */
  at(position: number): T | undefined {
    const index = position < 0 ? this.length + position : position;
    return index < this.length ? this.#items[index] : undefined;
  }

  append(added: readonly T[]): GrowingList<T> {
    const { length } = this;
    // The empty list is shared by strangers.
    const isNewest = length > 0 && this.#items.length === length;
    const items = isNewest ? this.#items : this.#items.slice(0, length);
    for (const item of added) items.push(item);
    return new GrowingList(items, items.length);
  }

  /** All items as a frozen array, made at the first access and then kept. */
  toArray(): readonly T[] {
    return (this.#array ??= Object.freeze(this.from(0)));
  }

  /** The items from a position on. */
  from(position: number): T[] {
    return this.#items.slice(position, this.length);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.toArray()[Symbol.iterator]();
  }
}
