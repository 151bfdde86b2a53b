import { type SchedulerLike, Subscription } from 'rxjs';

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
  isCancelled: boolean;
}

/** A timer that can be cleared. */
export interface Timer {
  readonly clear: () => void;
}

/** Virtual time: tasks run in the order of their instants, and those of one instant in the order in which they were set. */
export class Timeline {
  now = 0;
  #count = 0;
  readonly #heap: Entry[] = [];

  at(at: number, task: () => void): Timer {
    const entry: Entry = { at: Math.max(at, this.now), order: (this.#count += 1), task, isCancelled: false };
    this.#push(entry);
    return {
      clear: () => {
        entry.isCancelled = true;
      },
    };
  }

  /** For what takes its time from a scheduler of RxJS. It runs tasks once. */
  scheduler(clock: () => number): SchedulerLike {
    return {
      now: clock,
      schedule: (work, delay = 0, state?: unknown) => {
        const timer = this.at(this.now + Math.min(delay, 2 ** 31 - 1), () => {
          Reflect.apply(work, undefined, [state]);
        });
        return new Subscription(() => {
          timer.clear();
        });
      },
    };
  }

  /** The instant of the next task; `Infinity` if there is none. */
  nextAt(): number {
    for (let [next] = this.#heap; next !== undefined; [next] = this.#heap) {
      if (!next.isCancelled) return next.at;
      this.#pop();
    }
    return Infinity;
  }

  runUntil(end: number): void {
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      this.#pop();
      if (next.isCancelled) continue;
      this.now = next.at;
      next.task();
    }
    this.now = end;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(entry);
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, entry)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      if (a === undefined) break;
      const isRight = b !== undefined && isBefore(b, a);
      const child = isRight ? b : a;
      if (isBefore(last, child)) break;
      heap[place] = child;
      place = isRight ? left + 1 : left;
    }
    heap[place] = last;
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
