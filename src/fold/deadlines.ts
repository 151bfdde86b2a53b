import type { SchedulerLike, Subscription } from 'rxjs';
import { longestTimer } from './longestTimer.ts';

interface Deadline<T> {
  /** In event time, as `receivedAt` counts it. */
  readonly at: number;
  /** The same in the time of the scheduler, which a notification does not advance. */
  readonly wakeAt: number;
  readonly item: T;
}

/**
 * What is due at an instant of event time. A notification received at or after that instant runs it, so a recording
 * gives the same at any speed; if none arrives, one timer does. Deadlines run in the order of their instants.
 */
export class Deadlines<T> {
  /** Sorted by `at`. */
  readonly #queue: Deadline<T>[] = [];
  readonly #scheduler: SchedulerLike;
  readonly #run: (item: T, at: number) => void;
  #timer: Subscription | undefined;

  constructor(scheduler: SchedulerLike, run: (item: T, at: number) => void) {
    this.#scheduler = scheduler;
    this.#run = run;
  }

  /** @param now - event time: the timer waits for the difference. */
  add(at: number, item: T, now: number): void {
    const queue = this.#queue;
    let place = queue.length; // the last, as a rule
    while ((queue[place - 1]?.at ?? at) > at) place -= 1;
    queue.splice(place, 0, { at, wakeAt: this.#scheduler.now() + at - now, item });
    if (place === 0) this.#setTimer();
  }

  /** Runs what is due at an instant of event time. */
  runUntil(now: number): void {
    this.#runWhile(({ at }) => at <= now);
  }

  clear(): void {
    this.#queue.length = 0;
    this.#timer?.unsubscribe();
  }

  #runWhile(isDue: (deadline: Deadline<T>) => boolean): void {
    const queue = this.#queue;
    let [first] = queue;
    if (first === undefined || !isDue(first)) return;
    do {
      queue.shift();
      this.#run(first.item, first.at);
      [first] = queue;
    } while (first !== undefined && isDue(first));
    this.#setTimer();
  }

  #setTimer(): void {
    this.#timer?.unsubscribe();
    const [first] = this.#queue;
    if (first === undefined) return;
    const delay = first.wakeAt - this.#scheduler.now();
    this.#timer = this.#scheduler.schedule(
      () => {
        const time = this.#scheduler.now();
        this.#runWhile(({ wakeAt }) => wakeAt <= time);
        this.#setTimer();
      },
      Math.max(0, Math.min(delay, longestTimer)),
    );
  }
}
