import { reportError } from '../machine.ts';
import type { ConnectionOptions } from './connectionTypes.ts';
import type { ConnectionRules } from './types.ts';

/** A `shouldRetry` that throws is reported and retries. */
export const safePolicy = ({ policy, random }: ConnectionOptions): ConnectionRules['policy'] => ({
  ...policy,
  delayAfter: (failures) => policy.delayAfter(failures, random),
  shouldRetry: (status) => {
    try {
      return policy.shouldRetry(status);
    } catch (error) {
      reportError(error);
      return true;
    }
  },
});
