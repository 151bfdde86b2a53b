import { isWhole } from '../../fold/checkOptions.ts';
import type { RetryPolicy } from '../retryPolicy.ts';
import type { BackfillRules } from './state.ts';

/** So many requests a second at most. */
export const defaultRate = 50;

export const isRate = (value: unknown): boolean => isWhole(value) || value === Infinity;
export const wantedRate = 'a whole number from 1 on, or Infinity';

/** The rules that follow from how a session tries again. Eight requests of a chat without news are enough. */
export const rulesOf = (
  { delayAfter, maxAttempts }: RetryPolicy,
  rate: number = defaultRate,
): BackfillRules => ({
  delayAfter,
  rate,
  maxRequests: Math.min(maxAttempts, 8),
});
