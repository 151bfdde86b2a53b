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
  /** Why the last attempt failed or the session ended, if known: for people to read, not to parse. */
  readonly reason?: string;
  /** The HTTP status of the last attempt, if it failed with one. */
  readonly httpStatus?: number;
  /** When the next attempt starts, in epoch milliseconds, while a `chatSession` waits for it. */
  readonly retryAt?: number;
  /** The window in which a `chatSession` may have missed something that was not backfilled. Epoch milliseconds. */
  readonly missing?: { readonly from: number; readonly to: number };
}

/** The status that follows from the facts. `since` is `now` if the state has changed. */
export function statusOf(
  previous: ConnectionStatus | undefined,
  facts: ConnectionFacts,
  now: number,
): ConnectionStatus {
  const { attempt, clientId, reason, httpStatus } = facts;
  const state = stateOf(facts);
  return {
    state,
    since: state === previous?.state ? previous.since : now,
    attempt,
    ...(clientId !== undefined && { clientId }),
    ...(reason !== undefined && { reason }),
    ...(httpStatus !== undefined && { httpStatus }),
  };
}

/** Whether two statuses are equal. */
export const isSameStatus = (a: ConnectionStatus, b: ConnectionStatus): boolean =>
  a.state === b.state &&
  a.attempt === b.attempt &&
  a.clientId === b.clientId &&
  a.reason === b.reason &&
  a.httpStatus === b.httpStatus &&
  a.retryAt === b.retryAt &&
  a.missing?.from === b.missing?.from &&
  a.missing?.to === b.missing?.to;
