/** Items at positions, such as an array or a transcript. */
export interface Positions<T> extends Iterable<T> {
  readonly length: number;
  at(position: number): T | undefined;
}

/** The first position at which `isBefore` no longer holds, if the items are sorted by it. */
export function lowerBound<T>(items: Positions<T>, isBefore: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items.at(middle);
    if (item !== undefined && isBefore(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
