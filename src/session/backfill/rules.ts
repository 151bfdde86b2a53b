import type { RetryPolicy } from '../retryPolicy.ts';
import type { BackfillRules } from './state.ts';

/** The rules that follow from how a session tries again. Eight requests of a chat without news are enough. */
export const rulesOf = ({ delayAfter, maxAttempts }: RetryPolicy): BackfillRules => ({
  delayAfter,
  maxRequests: Math.min(maxAttempts, 8),
});
