import type { SchedulerLike, Subscription } from 'rxjs';
import { longestTimer } from './longestTimer.ts';

/** Something that is due at an instant of event time. */
export interface Deadline<T> {
  readonly at: number;
  /** The same instant in the time of the scheduler, which no notification advances. */
  readonly wakeAt: number;
  readonly item: T;
}

/**
 * Runs what is due, in the order of the instants. A notification received at or after an instant runs it, so a recording
 * gives the same at any speed; if none arrives, one timer does.
 */
export class Deadlines<T> {
  /** Sorted by `at`. */
  readonly #queue: Deadline<T>[] = [];
  readonly #scheduler: SchedulerLike;
  readonly #run: (deadline: Deadline<T>) => void;
  #timer: Subscription | undefined;
  /** The earliest instant; `Infinity` if nothing is due. */
  next: number;

  constructor(scheduler: SchedulerLike, run: (deadline: Deadline<T>) => void) {
    this.#scheduler = scheduler;
    this.#run = run;
    this.next = Infinity;
  }

  /** @param now - event time: the timer waits for the difference. */
  add(at: number, item: T, now: number): Deadline<T> {
    const deadline = { at, wakeAt: this.#scheduler.now() + at - now, item };
    const queue = this.#queue;
    let place = queue.length; // the last, as a rule
    while ((queue[place - 1]?.at ?? at) > at) place -= 1;
    queue.splice(place, 0, deadline);
    if (place === 0) this.#setTimer();
    return deadline;
  }

  remove(deadline: Deadline<T>): void {
    const place = this.#queue.indexOf(deadline);
    if (place < 0) return;
    this.#queue.splice(place, 1);
    if (place === 0) this.#setTimer();
  }

  /** Runs what is due at an instant of event time. */
  runUntil(now: number): void {
    this.#runWhile(({ at }) => at <= now);
  }

  clear(): void {
    this.#queue.length = 0;
    this.#setTimer();
  }

  #runWhile(isDue: (deadline: Deadline<T>) => boolean): void {
    for (;;) {
      const [first] = this.#queue;
      if (first === undefined || !isDue(first)) return;
      this.remove(first);
      this.#run(first);
    }
  }

  #setTimer(): void {
    this.#timer?.unsubscribe();
    const [first] = this.#queue;
    this.next = first?.at ?? Infinity;
    if (first === undefined) return;
    const delay = Math.max(first.wakeAt - this.#scheduler.now(), 0);
    // A timer that fires has waited, whatever the clock says: it can be set back, or be a millisecond behind.
    const waited = delay > longestTimer ? 0 : first.wakeAt;
    this.#timer = this.#scheduler.schedule(
      () => {
        const time = Math.max(this.#scheduler.now(), waited);
        this.#runWhile(({ wakeAt }) => wakeAt <= time);
        this.#setTimer();
      },
      Math.min(delay, longestTimer),
    );
  }
}
