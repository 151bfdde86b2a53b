import { distinctUntilChanged, type Observable, ReplaySubject } from 'rxjs';
import type { ConnectionState, ConnectionStatus } from '../channel/index.ts';
import { isSameStatus } from '../channel/status.ts';
import type { Secrets } from './secrets.ts';

type Details = Partial<Record<'clientId' | 'reason', string | undefined>> & {
  readonly attempt: number;
  readonly httpStatus?: number | undefined;
};

/** The one place where the status of a session is told. */
export interface StatusBoard {
  readonly status$: Observable<ConnectionStatus>;
  readonly current: () => ConnectionStatus;
  /** Tells a state, without secrets in its reason, and gives it as it is told. */
  readonly tell: (state: ConnectionState, details?: Details) => ConnectionStatus;
  /** Tells `idle`, unless an end was told already. */
  readonly leave: () => void;
  readonly close: () => void;
}

export function statusBoard(
  secrets: Secrets,
  now: () => number,
  onChange: (status: ConnectionStatus) => void,
): StatusBoard {
  let current: ConnectionStatus = { state: 'idle', since: now(), attempt: 0 };
  /** No `BehaviorSubject`, for that tells nothing to those who come after the end. */
  const told = new ReplaySubject<ConnectionStatus>(1);
  told.next(current);

  function tell(
    state: ConnectionState,
    { attempt, clientId, reason, httpStatus }: Details = { attempt: 0 },
  ): ConnectionStatus {
    const before = current;
    if (before.state === 'closed') return before;
    const status: ConnectionStatus = {
      state,
      since: state === before.state ? before.since : now(),
      attempt,
      ...(clientId !== undefined && { clientId }),
      ...(reason !== undefined && { reason: secrets.scrub(reason) }),
      ...(httpStatus !== undefined && { httpStatus }),
    };
    current = status;
    if (!isSameStatus(before, status)) onChange(status);
    told.next(status);
    return status;
  }

  return {
    status$: told.pipe(distinctUntilChanged(isSameStatus)),
    current: () => current,
    tell,
    leave: () => {
      const { state, reason } = current;
      const isTold = state === 'denied' || (state === 'idle' && reason !== undefined);
      if (!isTold) tell('idle');
    },
    close: () => {
      tell('closed');
      told.complete();
    },
  };
}
