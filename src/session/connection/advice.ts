import type { BayeuxAdvice } from '../../channel/index.ts';

/** The advice in force, with valid times, in milliseconds. */
export interface Advice {
  /** How long the server holds a poll. */
  readonly timeout: number;
  /** How long to wait before each poll. */
  readonly interval: number;
  /** How long the server keeps a session without a poll. */
  readonly maxInterval: number;
}

export const defaultAdvice: Advice = { timeout: 60_000, interval: 0, maxInterval: 10_000 };

/** Longer times of a server are mistakes: ten minutes. */
const longestTime = 600_000;

/** Advice lasts until the next, which replaces it as a whole, as in CometD. */
export function adviceAfter(before: Advice, advice: BayeuxAdvice | null | undefined): Advice {
  if (typeof advice !== 'object' || advice === null) return before;
  const { timeout, interval, maxInterval } = advice;
  return {
    timeout: timeIn(timeout) ?? defaultAdvice.timeout,
    interval: timeIn(interval) ?? defaultAdvice.interval,
    maxInterval:
      maxInterval === 0 ? defaultAdvice.maxInterval : (timeIn(maxInterval) ?? defaultAdvice.maxInterval),
  };
}

/** How long a reply asks to wait. */
export const intervalIn = (advice: BayeuxAdvice | null | undefined): number => timeIn(advice?.interval) ?? 0;

const timeIn = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 ? Math.min(value, longestTime) : undefined;
