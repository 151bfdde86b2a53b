import { of, type Subscription, switchMap, timer } from 'rxjs';
import type { ChatSession } from '../../session/types.ts';

const shortestDelay = 60_000;
const longestDelay = 900_000;

/**
 * Reconnects a session that was denied or has failed, with backoff: the account of one agent can be unlocked, and the others
 * are not affected. Rarely, because retrying a wrong password locks accounts.
 */
export function reconnectDenied(
  session: Pick<ChatSession, 'status$' | 'reconnect'>,
  onError: (error: unknown) => void,
  shortest: number = shortestDelay,
): Subscription {
  let attempt = 0;
  return session.status$
    .pipe(
      switchMap(({ state }) => {
        if (state === 'connected') attempt = 0;
        if (state !== 'denied' && state !== 'failed') return of(false);
        const delay = Math.min(longestDelay, shortest * 2 ** attempt);
        attempt += 1;
        return timer(delay).pipe(switchMap(() => of(true)));
      }),
    )
    .subscribe({
      next: (isDue) => {
        if (isDue) session.reconnect();
      },
      error: onError,
    });
}
