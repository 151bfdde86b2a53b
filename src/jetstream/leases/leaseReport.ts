import type { JetStreamReport } from '../reports.ts';
import type { LeaseEffect } from './leaseTypes.ts';

const reasons = {
  lost: 'was lost to another bridge',
  expired: 'has expired, because the broker could not be reached in time',
};

/** What is reported of a lease that is not this bridge's any more; `undefined` if the bridge gave it back. */
export function leaseReport(
  agent: string,
  reason: Extract<LeaseEffect, { do: 'close' }>['reason'],
): JetStreamReport | undefined {
  if (reason !== 'lost' && reason !== 'expired') return undefined;
  return {
    kind: 'lease',
    message: `agent ${agent}: the lease ${reasons[reason]}. The session is closed.`,
    agent,
  };
}
