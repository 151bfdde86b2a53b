/** How far what somebody holds of a chat is from what was said. */
export interface Tally {
  readonly lost: number;
  readonly doubled: number;
  readonly misplaced: number;
}

export const noTally: Tally = { lost: 0, doubled: 0, misplaced: 0 };

/** Compares what is held with what was said, each message by what tells it from all others, in its order. */
export function tallyOf(said: readonly string[], held: readonly string[]): Tally {
  const places = new Map(said.map((message, place) => [message, place]));
  const seen = new Set<number>();
  const order: number[] = [];
  let doubled = 0;
  for (const message of held) {
    const place = places.get(message);
    if (place === undefined) continue; // said before anybody compared, or not told yet
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
