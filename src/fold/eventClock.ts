import type { Origin } from '../model/index.ts';

/** Live notifications can overtake each other by less; a local clock that was set back is set back by more. */
const disorder = 60_000;

/**
 * Gives the event time after each event: the highest `receivedAt` so far. Where the clock of live notifications was set
 * back it goes on from there, so that what is due does not wait until the old time is reached again.
 */
export function eventClock(): (event: { readonly receivedAt?: number; readonly origin?: Origin }) => number {
  let now = -Infinity;
  let shift = 0;
  return ({ receivedAt = -Infinity, origin }) => {
    const time = receivedAt + shift;
    if (time > now) now = time;
    else if (time < now - disorder && origin === 'live') shift = now - receivedAt;
    return now;
  };
}
