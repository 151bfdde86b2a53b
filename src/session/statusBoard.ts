import { BehaviorSubject, distinctUntilChanged, type Observable } from 'rxjs';
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
  /** Tells a state, without secrets in its reason, and gives it as it is told. */
  readonly tell: (state: ConnectionState, details?: Details) => ConnectionStatus;
  /** Takes the secrets out of a text. */
  readonly clean: (text: string) => string;
  /** Tells `idle`, unless an end was told already. */
  readonly leave: () => void;
  readonly close: () => void;
}

export function statusBoard(
  secrets: Secrets,
  now: () => number,
  onChange: (status: ConnectionStatus) => void,
): StatusBoard {
  const current = new BehaviorSubject<ConnectionStatus>({ state: 'idle', since: now(), attempt: 0 });

  function tell(
    state: ConnectionState,
    { attempt, clientId, reason, httpStatus }: Details = { attempt: 0 },
  ): ConnectionStatus {
    const before = current.value;
    const status: ConnectionStatus = {
      state,
      since: state === before.state ? before.since : now(),
      attempt,
      ...(clientId !== undefined && { clientId }),
      ...(reason !== undefined && { reason: secrets.scrub(reason) }),
      ...(httpStatus !== undefined && { httpStatus }),
    };
    if (!isSameStatus(before, status)) onChange(status);
    current.next(status);
    return status;
  }

  return {
    status$: current.pipe(distinctUntilChanged(isSameStatus)),
    tell,
    clean: secrets.scrub,
    leave: () => {
      const { state, reason } = current.value;
      const isTold = state === 'denied' || state === 'closed' || (state === 'idle' && reason !== undefined);
      if (!isTold) tell('idle');
    },
    close: () => {
      tell('closed');
      current.complete();
    },
  };
}
