/** How long after a click another is its second, in milliseconds: as long as in most systems. */
const doubleClick = 500;

interface Click {
  readonly detail: number;
  readonly timeStamp: number;
}

/**
 * Makes listeners that ignore the second of a double click, which is for what stood there before. Its `detail` is 2 in
 * Chromium; Firefox counts from 1 again for a new element under the pointer. A key has no second click.
 */
export function singleClicks(): (act: () => void) => (click: Click) => void {
  let last = -Infinity;
  return (act) =>
    ({ detail, timeStamp }) => {
      const isSecond = detail > 1 || (detail === 1 && timeStamp - last < doubleClick);
      if (detail > 0) last = timeStamp;
      if (!isSecond) act();
    };
}
