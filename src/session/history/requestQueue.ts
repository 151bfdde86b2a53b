import { type Observable, type SchedulerLike, Subscription } from 'rxjs';

/** So many requests are under way at a time, at most. */
const width = 4;

export interface RequestQueueOptions<K> {
  readonly scheduler: SchedulerLike;
  /** Called with what went wrong and how often in a row something did; gives how long to wait, or `undefined` to give up. */
  readonly onFailure: (key: K, error: unknown, failures: number) => number | undefined;
  /** Called each time that the last request has succeeded, or all were given up. */
  readonly onIdle: () => void;
}

/**
 * Requests one after the other, a few at a time, one at a time for a key. What fails goes to the end; while nothing
 * succeeds all wait ever longer and only one tries, so a server in trouble is left in peace.
 */
export class RequestQueue<K> extends Subscription {
  readonly #options: RequestQueueOptions<K>;
  readonly #waiting = new Map<K, Observable<unknown>>();
  readonly #running = new Map<K, Subscription>();
  #failures = 0;
  #pause = Subscription.EMPTY;
  #pausedUntil: number | undefined;
  #isStarting = false;

  constructor(options: RequestQueueOptions<K>) {
    super();
    this.#options = options;
    this.add(() => {
      this.clear();
    });
  }

  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#running.size === 0;
  }

  /** Asks, after what waits already. What waits under the same key is replaced, what is under way under it goes on. */
  ask(key: K, request$: Observable<unknown>): void {
    this.#waiting.set(key, request$);
    this.#start();
  }

  /** Asks anew, before what waits, and at once: there is news of the server. */
  askFirst(key: K, request$: Observable<unknown>, isPatient: boolean): void {
    this.cancel(key);
    if (!isPatient) this.#endPause();
    const others = [...this.#waiting];
    this.#waiting.clear();
    for (const [other, others$] of [[key, request$] as const, ...others]) this.#waiting.set(other, others$);
    this.#start();
  }

  /** What waits or is under way. */
  keys(): readonly K[] {
    return [...this.#running.keys(), ...this.#waiting.keys()];
  }

  /** Gives up what waits or is under way under a key. */
  cancel(key: K): void {
    this.#waiting.delete(key);
    this.#running.get(key)?.unsubscribe();
    this.#running.delete(key);
  }

  clear(): void {
    this.#endPause();
    for (const key of this.keys()) this.cancel(key);
  }

  #endPause(): void {
    this.#pause.unsubscribe();
    this.#pausedUntil = undefined;
  }

  /** A loop and no recursion, for requests may be answered at once. */
  #start(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) this.#run(...next);
    this.#isStarting = false;
  }

  #next(): [K, Observable<unknown>] | undefined {
    const free = this.#failures > 0 ? 1 : width;
    if (this.closed || this.#pausedUntil !== undefined || this.#running.size >= free) return undefined;
    for (const next of this.#waiting) if (!this.#running.has(next[0])) return next;
    return undefined;
  }

  #run(key: K, request$: Observable<unknown>): void {
    const running = new Subscription();
    this.#waiting.delete(key);
    this.#running.set(key, running);
    const over = (): void => {
      this.#running.delete(key);
    };
    running.add(
      request$.subscribe({
        error: (error: unknown) => {
          over();
          this.#fail(key, request$, error);
        },
        complete: () => {
          over();
          this.#failures = 0;
          this.#start();
          if (this.isIdle) this.#options.onIdle();
        },
      }),
    );
  }

  #fail(key: K, request$: Observable<unknown>, error: unknown): void {
    if (this.#pausedUntil === undefined) this.#failures += 1; // else it fails along with another
    const { scheduler, onFailure, onIdle } = this.#options;
    const delay = onFailure(key, error, this.#failures);
    if (this.closed) return; // by whoever was told
    if (delay === undefined) {
      this.#failures = 0;
      this.clear();
      onIdle();
      return;
    }
    this.#waiting.set(key, request$);
    const until = scheduler.now() + delay;
    if (until <= (this.#pausedUntil ?? -Infinity)) return;
    this.#pausedUntil = until;
    this.#pause.unsubscribe();
    this.#pause = scheduler.schedule(() => {
      this.#pausedUntil = undefined;
      this.#start();
    }, delay);
  }
}
