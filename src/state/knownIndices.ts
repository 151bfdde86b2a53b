import { GrowingList } from './growingList.ts';
import { lowerBound } from './lowerBound.ts';

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
  readonly gaps: GrowingList<Gap>;
}

export const noGaps: GrowingList<Gap> = /* @__PURE__ */ new GrowingList<Gap>([]);

/** The known indices and one more. */
export function withIndex(known: KnownIndices, index: number): KnownIndices {
  const { first, last, gaps } = known;
  if (first > last) return { first: index, last: index, gaps };
  if (index > last) return { first, last: index, gaps: gaps.append(between(last + 1, index - 1)) };
  const at = lowerBound(gaps, ({ to }) => to < index);
  const around = index < first ? { from: index, to: first - 1 } : gaps.at(at);
  if (around === undefined || around.from > index) return known;
  const changed = gaps.from(0);
  changed.splice(
    at,
    index < first ? 0 : 1,
    ...between(around.from, index - 1),
    ...between(index + 1, around.to),
  );
  return { first: Math.min(first, index), last, gaps: new GrowingList(changed) };
}

const between = (from: number, to: number): readonly Gap[] => (from <= to ? [{ from, to }] : []);
