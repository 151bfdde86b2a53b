/** How the time of the machine differs from the local clock, which somebody can set. */
export interface MachineTime {
  /** To be added to the local clock. */
  shift: number;
  now: number;
}

export const machineTime = (): MachineTime => ({ shift: 0, now: -Infinity });

/** A timer that fires later than this was not late: the local clock was set forward. */
const slack = 1_000;

/**
 * The instant of an event by the time of the machine. It does not go back where the local clock is set back, so that no wait
 * becomes longer; and it does not run past the timer that is set, so that two looks at the server are as far apart as they
 * are meant to be.
 */
export function timeOf(time: MachineTime, clock: number, wakeAt: number): number {
  const latest = Math.max(time.now, wakeAt) + slack;
  const now = Math.min(Math.max(clock + time.shift, time.now), latest);
  time.shift = now - clock;
  time.now = now;
  return now;
}
