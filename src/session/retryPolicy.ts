import { checkArgument } from '../fold/checkArgument.ts';
import type { ConnectionStatus } from '../channel/index.ts';

/** How a session tries again. */
export interface RetryOptions {
  /** Before the second attempt, in milliseconds; it doubles with each that follows. Default 500. */
  readonly initialDelay?: number;
  /** No delay is longer, in milliseconds. Default 30,000. */
  readonly maxDelay?: number;
  /** The share of a delay that is left to chance, 0 to 1, so that many clients do not come back at once. Default 0.5. */
  readonly jitter?: number;
  /** After so many failed attempts in a row the session gives up. Default: never. */
  readonly maxAttempts?: number;
  /** Asked before each further attempt with the status of the moment; `false` gives up. Default: always. */
  readonly shouldRetry?: (status: ConnectionStatus) => boolean;
}

export interface RetryPolicy extends Required<RetryOptions> {
  /** How long to wait after so many failures in a row. */
  readonly delayAfter: (failures: number, random?: () => number) => number;
}

/** @throws TypeError that names the option. */
export function retryPolicy(caller: string, options: RetryOptions): RetryPolicy {
  const {
    initialDelay = 500,
    maxDelay = 30_000,
    jitter = 0.5,
    maxAttempts = Infinity,
    shouldRetry = () => true,
  } = options;
  const check = (option: string, value: unknown, isSensible: boolean, wanted: string): void => {
    checkArgument(caller, `retry.${option}`, value, isSensible, wanted);
  };
  const isAmount = (value: unknown, least: number, most: number): boolean =>
    typeof value === 'number' && value >= least && value <= most;
  check('initialDelay', initialDelay, isAmount(initialDelay, 1, longestDelay), 'milliseconds from 1 on');
  check('maxDelay', maxDelay, isAmount(maxDelay, 1, longestDelay), 'milliseconds from 1 on');
  check('jitter', jitter, isAmount(jitter, 0, 1), 'a number from 0 to 1');
  const isCount = maxAttempts === Infinity || (Number.isInteger(maxAttempts) && maxAttempts >= 1);
  check('maxAttempts', maxAttempts, isCount, 'a whole number from 1 on, or Infinity');
  check('shouldRetry', shouldRetry, typeof shouldRetry === 'function', 'a function');
  return {
    initialDelay,
    maxDelay,
    jitter,
    maxAttempts,
    shouldRetry,
    delayAfter: (failures, random = Math.random) => {
      const full = Math.min(initialDelay * 2 ** (failures - 1), maxDelay);
      return full * (1 - jitter * random());
    },
  };
}

/** A day in milliseconds: what is longer is a mistake, and timers that cannot run so long fire at once. */
export const longestDelay = 86_400_000;
