/** What is left of a list that fails. */
export interface Shrunk<T> {
  readonly items: readonly T[];
  readonly runs: number;
  /** Whether none of the items can be left out; else the time was over first. */
  readonly isMinimal: boolean;
}

/**
 * Delta debugging: leaves out ever smaller parts of a list, halves first and single items last, as long as what remains
 * still fails. Begins nothing once it `isOver`.
 */
export async function shrink<T>(
  all: readonly T[],
  fails: (items: readonly T[]) => Promise<boolean>,
  isOver: () => boolean,
): Promise<Shrunk<T>> {
  let items = all;
  let runs = 0;
  for (let part = Math.ceil(all.length / 2); items.length > 0; part = Math.ceil(part / 2)) {
    const before = items.length;
    for (let start = 0; start < items.length;) {
      if (isOver()) return { items, runs, isMinimal: false };
      const rest = [...items.slice(0, start), ...items.slice(start + part)];
      runs += 1;
      if (await fails(rest)) items = rest;
      else start += part;
    }
    // Leaving one out may make another needless: single items are tried until all are needed.
    if (part === 1 && items.length === before) break;
  }
  return { items, runs, isMinimal: true };
}
