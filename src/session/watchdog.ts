import { filter, merge, NEVER, type Observable, type SchedulerLike, startWith, switchMap, timer } from 'rxjs';
import type { BayeuxAdvice, BayeuxMessage } from '../channel/index.ts';
import { networkDelay } from './networkDelay.ts';
import { Trouble } from './trouble.ts';

/** CometD's own clocks come first: what they miss is a reply that was not in the answer, or a client that has stopped. */
const margin = 5_000;
/** CometD's default for a server that advises none. */
const defaultTimeout = 60_000;

/**
 * Errors when a poll or the subscription is overdue. It is given the replies to `/meta/handshake`, `/meta/connect` and
 * `/meta/subscribe`, and nothing at all when something is sent again after a failure.
 */
export function watchdog(
  replies$: Observable<BayeuxMessage | undefined>,
  scheduler: SchedulerLike,
): Observable<never> {
  // As CometD keeps it: advice lasts until the next, which takes its place as a whole.
  let advice: BayeuxAdvice = {};
  const polls$ = replies$.pipe(
    filter((reply) => reply?.channel !== '/meta/subscribe'),
    startWith(undefined),
    switchMap((reply) => {
      advice = reply?.advice ?? advice;
      if (reply !== undefined && reply.successful !== true) return NEVER; // whoever tries again says so
      const { timeout = defaultTimeout, interval = 0 } = advice;
      return timer(timeout + interval + networkDelay + margin, scheduler);
    }),
  );
  const subscription$ = replies$.pipe(
    filter((reply) => reply !== undefined),
    filter(({ channel }) => channel !== '/meta/connect'),
    switchMap(({ channel, successful }) => {
      const isUnderWay = (channel === '/meta/subscribe') !== (successful === true);
      return isUnderWay ? timer(networkDelay + margin, scheduler) : NEVER;
    }),
  );
  return merge(polls$, subscription$).pipe(
    switchMap(() => {
      throw new Trouble('failed', 'the client has stopped polling, or its subscription is not answered');
    }),
  );
}
