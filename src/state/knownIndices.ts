import { lowerBound } from './lowerBound.ts';
import { PersistentList } from './persistentList.ts';

/** A range of missing indices, both ends included. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Which indices of a chat are known: all from `first` to `last` but the gaps. */
export interface KnownIndices {
  /** `Infinity` if none is known. */
  readonly first: number;
  /** `-Infinity` if none is known. */
  readonly last: number;
  readonly gaps: PersistentList<Gap>;
}

export const noIndices: KnownIndices = { first: Infinity, last: -Infinity, gaps: PersistentList.empty() };

/** The known indices and one more. */
export function withIndex({ first, last, gaps }: KnownIndices, index: number): KnownIndices {
  if (index > last) {
    const isNext = last === -Infinity || index === last + 1;
    return {
      first: Math.min(first, index),
      last: index,
      gaps: isNext ? gaps : gaps.append({ from: last + 1, to: index - 1 }),
    };
  }
  if (index < first) {
    return {
      first: index,
      last,
      gaps: index === first - 1 ? gaps : gaps.splice(0, 0, { from: index + 1, to: first - 1 }),
    };
  }
  const at = lowerBound(gaps, (gap) => gap.to < index);
  const gap = gaps.at(at);
  if (gap === undefined || gap.from > index) return { first, last, gaps };
  return {
    first,
    last,
    gaps: gaps.splice(at, 1, ...gapBetween(gap.from, index - 1), ...gapBetween(index + 1, gap.to)),
  };
}

const gapBetween = (from: number, to: number): readonly Gap[] => (from <= to ? [{ from, to }] : []);
