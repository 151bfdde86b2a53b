import { type SchedulerLike, Subscription } from 'rxjs';
import type { Desk } from './desk.ts';

/** Evicts ended chats from a desk when no notification arrives that would. */
export class Retirement {
  readonly #desk: Desk;
  readonly #scheduler: SchedulerLike;
  #timer: Subscription | undefined;

  constructor(desk: Desk, scheduler: SchedulerLike) {
    this.#desk = desk;
    this.#scheduler = scheduler;
  }

  /** To be called after the desk has taken something. */
  check(): void {
    if (this.#timer !== undefined) return;
    const { nextEviction } = this.#desk;
    if (nextEviction === Infinity) return;
    this.#timer = new Subscription();
    const delay = Math.max(nextEviction - this.#scheduler.now(), 0);
    this.#timer.add(
      this.#scheduler.schedule(() => {
        this.#timer = undefined;
        // A timer that fires has waited, whatever a clock that was set back says.
        this.#desk.evictUntil(Math.max(nextEviction, this.#scheduler.now()));
        this.check();
      }, delay),
    );
  }

  stop(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }
}
