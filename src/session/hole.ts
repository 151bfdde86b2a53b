/** What a lost session or connection may have cost, as the reason of the next `connected` tells it. Epoch milliseconds. */
export const holeBetween = (from: number, to: number): string =>
  `the connection was lost: what was said from ${instant(from)} to ${instant(to)} may be missing`;

const instant = (epoch: number): string => new Date(epoch).toISOString();
