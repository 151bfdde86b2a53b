import { lowerBound } from './lowerBound.ts';
import { PersistentList } from './persistentList.ts';

/** Indices that were never seen, both ends included. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Which message indices of a chat were seen: from `first` to `last` all but the `gaps`. Immutable. */
export class SeenIndices {
  /** Of no meaning where none was seen. */
  readonly first: number;
  readonly last: number | undefined;
  readonly gaps: PersistentList<Gap>;

  private constructor(first: number, last: number | undefined, gaps: PersistentList<Gap>) {
    this.first = first;
    this.last = last;
    this.gaps = gaps;
  }

  static none(): SeenIndices {
    return new SeenIndices(0, undefined, PersistentList.empty());
  }

  /** These indices and those of some messages. */
  with(messages: readonly { readonly index: number }[]): SeenIndices {
    let { first, last, gaps } = this;
    for (const { index } of messages) {
      if (last === undefined) {
        first = last = index;
      } else if (index > last) {
        if (index > last + 1) gaps = gaps.append({ from: last + 1, to: index - 1 });
        last = index;
      } else if (index < first) {
        if (index < first - 1) gaps = gaps.splice(0, 0, { from: index + 1, to: first - 1 });
        first = index;
      } else {
        gaps = filled(gaps, index);
      }
    }
    return new SeenIndices(first, last, gaps);
  }
}

function filled(gaps: PersistentList<Gap>, index: number): PersistentList<Gap> {
  const at = lowerBound(gaps, (gap) => gap.to < index);
  const gap = gaps.at(at);
  if (gap === undefined || gap.from > index) return gaps;
  return gaps.splice(at, 1, ...gapBetween(gap.from, index - 1), ...gapBetween(index + 1, gap.to));
}

const gapBetween = (from: number, to: number): readonly Gap[] => (from <= to ? [{ from, to }] : []);
