import { Observable, type SchedulerLike, Subscription } from 'rxjs';
import { longestTimer } from '../fold/longestTimer.ts';

/** What follows when somebody needs the connection, and a while after the last has left. */
interface Wants {
  readonly want: () => void;
  readonly unwant: () => void;
}

/** Counts who needs the connection. */
export class Holders {
  readonly #linger: number;
  readonly #scheduler: SchedulerLike;
  readonly #wants: Wants;
  #count = 0;
  #lingering = Subscription.EMPTY;
  #isClosed = false;

  constructor(linger: number, scheduler: SchedulerLike, wants: Wants) {
    this.#linger = linger;
    this.#scheduler = scheduler;
    this.#wants = wants;
  }

  /** Returns how to leave. */
  hold(): () => void {
    if (this.#isClosed) return () => undefined;
    this.#lingering.unsubscribe();
    this.#count += 1;
    if (this.#count === 1) this.#wants.want();
    let hasLeft = false;
    return () => {
      if (!hasLeft) this.#leave();
      hasLeft = true;
    };
  }

  /** The stream, with the connection held as long as it is subscribed to. */
  held<T>(stream$: Observable<T>): Observable<T> {
    return new Observable((subscriber) => {
      // First the stream, so that it receives what connecting emits at once.
      subscriber.add(stream$.subscribe(subscriber));
      if (this.#isClosed) subscriber.complete();
      else if (!subscriber.closed) subscriber.add(this.hold());
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#lingering.unsubscribe();
  }

  #leave(): void {
    this.#count -= 1;
    if (this.#count > 0 || this.#isClosed || this.#linger > longestTimer) return;
    this.#lingering = this.#scheduler.schedule(this.#wants.unwant, this.#linger);
  }
}
