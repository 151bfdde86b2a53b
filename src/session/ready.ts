import { combineLatest, filter, firstValueFrom, map, merge, NEVER, type Observable, take } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import { aborted } from './aborted.ts';
import { ConnectionDeniedError, ConnectionLostError } from './errors.ts';

export interface ReadyDependencies {
  /** Replays the current status. */
  readonly status$: Observable<ConnectionStatus>;
  /** Replays whether the first backfill since the start has ended. */
  readonly isBackfilled$: Observable<boolean>;
  readonly hold: () => () => void;
}

/** Waits until a session is connected and its first backfill has ended. */
export const readiness =
  ({ status$, isBackfilled$, hold }: ReadyDependencies) =>
  async ({ signal }: { readonly signal?: AbortSignal } = {}): Promise<void> => {
    signal?.throwIfAborted();
    const release = hold();
    const refused$ = status$.pipe(
      map((status) => refusalOf(status)),
      filter((error) => error !== undefined),
      map((error): void => {
        throw error;
      }),
    );
    const done$ = combineLatest([status$, isBackfilled$]).pipe(
      filter(([{ state }, isBackfilled]) => state === 'connected' && isBackfilled),
      take(1),
      map(() => undefined),
    );
    try {
      const ended$ = merge(refused$, done$, signal === undefined ? NEVER : aborted(signal));
      await firstValueFrom(ended$, { defaultValue: undefined });
    } finally {
      release();
    }
  };

function refusalOf({ state, reason = '', attempt, httpStatus }: ConnectionStatus): Error | undefined {
  switch (state) {
    case 'denied':
      return new ConnectionDeniedError(reason, httpStatus);
    case 'failed':
      return new ConnectionLostError(reason, attempt, httpStatus);
    case 'closed':
      return new DOMException('The session is closed', 'AbortError');
    default:
      return undefined;
  }
}
