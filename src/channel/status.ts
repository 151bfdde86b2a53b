import { asyncScheduler } from 'rxjs';
import { type ConnectionFacts, type ConnectionState, stateOf } from './connectionFacts.ts';

/** How a client's connection is. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** When this state began, in epoch milliseconds. */
  readonly since: number;
  /** How many attempts failed since it was last connected. */
  readonly attempt: number;
  /** The Bayeux session, while there is one. */
  readonly clientId?: string;
  /** Why the last attempt failed or the session ended, where it was told; of a `chatSession` without history that is `connected`, what may be missing. */
  readonly reason?: string;
  /** The HTTP status of the last attempt, where it failed with one. */
  readonly httpStatus?: number;
}

/** The status that the facts amount to; it begins now if its state is another than before. */
export function statusOf(previous: ConnectionStatus | undefined, facts: ConnectionFacts): ConnectionStatus {
  const { attempt, clientId, reason, httpStatus } = facts;
  const state = stateOf(facts);
  return {
    state,
    since: state === previous?.state ? previous.since : asyncScheduler.now(),
    attempt,
    ...(clientId !== undefined && { clientId }),
    ...(reason !== undefined && { reason }),
    ...(httpStatus !== undefined && { httpStatus }),
  };
}

/** Whether two statuses tell the same. */
export const isSameStatus = (a: ConnectionStatus, b: ConnectionStatus): boolean =>
  a.state === b.state &&
  a.attempt === b.attempt &&
  a.clientId === b.clientId &&
  a.reason === b.reason &&
  a.httpStatus === b.httpStatus;
