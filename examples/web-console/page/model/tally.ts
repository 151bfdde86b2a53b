/** How far the messages that a client holds of a chat differ from those that were sent. */
export interface Tally {
  readonly lost: number;
  readonly doubled: number;
  readonly misplaced: number;
}

export const noTally: Tally = { lost: 0, doubled: 0, misplaced: 0 };

/** Compares the held messages with the sent ones, each by its identity, in order. */
export function tallyOf(sent: readonly string[], held: readonly string[]): Tally {
  const places = new Map(sent.map((message, place) => [message, place]));
  const seen = new Set<number>();
  const order: number[] = [];
  let doubled = 0;
  for (const message of held) {
    const place = places.get(message);
    if (place === undefined) continue; // sent before the comparison began, or not reported yet
    if (seen.has(place)) doubled += 1;
    else order.push(place);
    seen.add(place);
  }
  return { lost: places.size - seen.size, doubled, misplaced: order.length - longestRise(order) };
}

/** `total`, with `after` in the place of `before`. */
export const tallyWith = (total: Tally, before: Tally, after: Tally): Tally => ({
  lost: total.lost - before.lost + after.lost,
  doubled: total.doubled - before.doubled + after.doubled,
  misplaced: total.misplaced - before.misplaced + after.misplaced,
});

/** How many can stay where they are if the rest is moved: the length of the longest rising subsequence. */
function longestRise(numbers: readonly number[]): number {
  /** The lowest number that ends a rise of each length. */
  const ends: number[] = [];
  for (const number of numbers) {
    const longer = ends.findIndex((end) => end >= number);
    if (longer < 0) ends.push(number);
    else ends[longer] = number;
  }
  return ends.length;
}
