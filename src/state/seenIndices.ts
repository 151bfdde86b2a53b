import { PersistentList } from './persistentList.ts';

/** Indices that were never seen, both ends included. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Which message indices of a chat were seen: from `first` to `last` all but the `gaps`. Immutable. */
export class SeenIndices {
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly gaps: PersistentList<Gap>;

  private constructor(first: number | undefined, last: number | undefined, gaps: PersistentList<Gap>) {
    this.first = first;
    this.last = last;
    this.gaps = gaps;
  }

  static none(): SeenIndices {
    return new SeenIndices(undefined, undefined, PersistentList.empty());
  }

  /** These indices and one more; the same object if it was seen already. */
  with(index: number): SeenIndices {
    const { first, last, gaps } = this;
    if (first === undefined || last === undefined) return new SeenIndices(index, index, gaps);
    if (index > last) {
      return new SeenIndices(
        first,
        index,
        index > last + 1 ? gaps.append({ from: last + 1, to: index - 1 }) : gaps,
      );
    }
    if (index < first) {
      const before = gapBetween(index + 1, first - 1);
      return new SeenIndices(index, last, before.length > 0 ? gaps.splice(0, 0, ...before) : gaps);
    }
    const at = gaps.lowerBound((gap) => gap.to < index);
    const gap = gaps.at(at);
    if (gap === undefined || gap.from > index) return this;
    return new SeenIndices(
      first,
      last,
      gaps.splice(at, 1, ...gapBetween(gap.from, index - 1), ...gapBetween(index + 1, gap.to)),
    );
  }
}

const gapBetween = (from: number, to: number): readonly Gap[] => (from <= to ? [{ from, to }] : []);
