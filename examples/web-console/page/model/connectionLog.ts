import type { Backfilled, ConnectionStatus, SessionFailure } from 'rx-chat-notifications';

/** The current and former connection states, the last backfill, and failures. */
export interface ConnectionLog {
  readonly status: ConnectionStatus | undefined;
  /** The former states, latest first, and how long each lasted, in milliseconds. */
  readonly past: readonly PastState[];
  /** The last backfill. */
  readonly backfilled: Backfilled | undefined;
  readonly backfillCount: number;
  /** The latest first. */
  readonly failures: readonly Failure[];
  readonly failureCount: number;
}

export interface PastState {
  readonly state: string;
  readonly since: number;
  readonly took: number;
  readonly reason?: string;
}

/** A failure, and how often it was reported in a row. */
export interface Failure {
  readonly kind: string;
  readonly message: string;
  readonly at: number;
  readonly times: number;
}

export type ConnectionEvent =
  | { readonly kind: 'status'; readonly status: ConnectionStatus }
  | { readonly kind: 'backfilled'; readonly backfilled: Backfilled }
  | { readonly kind: 'failure'; readonly failure: SessionFailure; readonly at: number };

const MOST = 30;

export const emptyLog: ConnectionLog = {
  status: undefined,
  past: [],
  backfilled: undefined,
  backfillCount: 0,
  failures: [],
  failureCount: 0,
};

export function connectionAfter(log: ConnectionLog, event: ConnectionEvent): ConnectionLog {
  switch (event.kind) {
    case 'status':
      return { ...log, status: event.status, past: pastAfter(log, event.status) };
    case 'backfilled':
      return { ...log, backfilled: event.backfilled, backfillCount: log.backfillCount + 1 };
    case 'failure':
      return { ...log, failures: failuresAfter(log.failures, event), failureCount: log.failureCount + 1 };
  }
}

/** A status with new details of the same state does not begin a new state. */
function pastAfter(
  { status: before, past }: ConnectionLog,
  { state, since }: ConnectionStatus,
): ConnectionLog['past'] {
  if (before === undefined || before.state === state) return past;
  const { reason } = before;
  const ended = { state: before.state, since: before.since, took: since - before.since };
  return [{ ...ended, ...(reason !== undefined && { reason }) }, ...past].slice(0, MOST);
}

function failuresAfter(
  failures: readonly Failure[],
  { failure: { kind, message }, at }: Extract<ConnectionEvent, { readonly kind: 'failure' }>,
): readonly Failure[] {
  const [last, ...rest] = failures;
  return last?.kind === kind && last.message === message
    ? [{ ...last, at, times: last.times + 1 }, ...rest]
    : [{ kind, message, at, times: 1 }, ...failures].slice(0, MOST);
}
