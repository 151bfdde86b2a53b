import { seeded } from '../random.ts';
import { epochStart } from '../world/modelChat.ts';
import type { Timeline, Timer } from '../world/timeline.ts';

type Task = (...given: unknown[]) => void;

const longest = 2 ** 31 - 1;
const { setImmediate: nextTurn, Date: RealDate } = globalThis;
const { random: realRandom } = Math;
const names = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] as const;

/** Replaces the timers, the clock and the chance of JavaScript: what runs while it is installed is the same each time. */
export class FakeClock {
  /** By how much the local clock differs from that of the server. */
  clockError = 0;
  readonly #timeline: Timeline;
  readonly #timers = new Map<unknown, Timer>();
  readonly #random: typeof Math.random;
  readonly #saved = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);

  constructor(timeline: Timeline, seed: number) {
    this.#timeline = timeline;
    this.#random = seeded(seed).next;
  }

  now(): number {
    return Math.round(epochStart + this.#timeline.now + this.clockError);
  }

  /** How many timers are set. */
  get pending(): number {
    return this.#timers.size;
  }

  install(): void {
    const now = (): number => this.now();
    const clear = (timer: unknown): void => {
      this.#timers.get(timer)?.clear();
      this.#timers.delete(timer);
    };
    const fakes = {
      setTimeout: (task: Task, delay?: number, ...given: unknown[]) => this.#set(task, delay, given, false),
      setInterval: (task: Task, delay?: number, ...given: unknown[]) => this.#set(task, delay, given, true),
      clearTimeout: clear,
      clearInterval: clear,
      Date: class extends RealDate {
        constructor(...given: readonly [] | [string | number]) {
          if (given.length === 0) super(now());
          else super(...given);
        }

        static override now(): number {
          return now();
        }
      },
    };
    Math.random = this.#random;
    for (const name of names)
      Object.defineProperty(globalThis, name, { value: fakes[name], configurable: true, writable: true });
  }

  uninstall(): void {
    Math.random = realRandom;
    for (const [name, descriptor] of this.#saved)
      if (descriptor !== undefined) Object.defineProperty(globalThis, name, descriptor);
  }

  /** Runs everything that is due until an instant. After each task, what waits for a promise goes on. */
  async runUntil(end: number): Promise<void> {
    await promisesRun();
    for (let at = this.#timeline.nextAt(); at <= end; at = this.#timeline.nextAt()) {
      this.#timeline.runUntil(at);
      await promisesRun();
    }
    this.#timeline.runUntil(end);
  }

  #set(task: Task, delay: number | undefined, given: readonly unknown[], repeats: boolean): object {
    const pause = delay !== undefined && delay >= 1 && delay <= longest ? Math.trunc(delay) : 1;
    const handle = { ref: () => handle, unref: () => handle, hasRef: () => true };
    const schedule = (): void => {
      const timer = this.#timeline.at(this.#timeline.now + pause, () => {
        if (repeats) schedule();
        else this.#timers.delete(handle);
        task(...given);
      });
      this.#timers.set(handle, timer);
    };
    schedule();
    return handle;
  }
}

const promisesRun = (): Promise<void> => new Promise((resolve) => void nextTurn(resolve));
