import { Observable, type SchedulerLike, Subscription } from 'rxjs';
import { longestTimer } from '../fold/longestTimer.ts';

/** Counts who needs the connection, and lets it go a while after the last has left. */
export interface Holders {
  /** Returns how to leave. */
  readonly hold: () => () => void;
  /** The stream, with the connection held as long as it is subscribed to. */
  readonly held: <T>(stream$: Observable<T>) => Observable<T>;
  readonly close: () => void;
}

export function holders(
  linger: number,
  scheduler: SchedulerLike,
  { want, unwant }: { readonly want: () => void; readonly unwant: () => void },
): Holders {
  let count = 0;
  let lingering = Subscription.EMPTY;
  let isClosed = false;

  function leave(): void {
    count -= 1;
    if (count > 0 || isClosed || linger > longestTimer) return;
    lingering = scheduler.schedule(unwant, linger);
  }

  function hold(): () => void {
    if (isClosed) return () => undefined;
    lingering.unsubscribe();
    count += 1;
    if (count === 1) want();
    let hasLeft = false;
    return () => {
      if (!hasLeft) leave();
      hasLeft = true;
    };
  }

  return {
    hold,
    held: (stream$) =>
      new Observable((subscriber) => {
        // First the stream, so that it hears what connecting brings at once.
        subscriber.add(stream$.subscribe(subscriber));
        if (isClosed) subscriber.complete();
        else if (!subscriber.closed) subscriber.add(hold());
      }),
    close: () => {
      isClosed = true;
      lingering.unsubscribe();
    },
  };
}
