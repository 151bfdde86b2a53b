/** Lets a limited number of tasks run at once; the others wait in turn. */
export class Window {
  #free: number;
  #isClosed = false;
  readonly #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#free = size;
  }

  /** Runs a task when a place is free: at once if one is. The task gives its place back by `release`. */
  enter(task: () => void): void {
    if (this.#free <= 0 && !this.#isClosed) {
      this.#waiting.push(task);
      return;
    }
    this.#free -= 1;
    task();
  }

  /** Resolves when a place is free. */
  take(): Promise<void> {
    return new Promise((resolve) => {
      this.enter(resolve);
    });
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }

  /** Nobody waits any more. */
  close(): void {
    this.#isClosed = true;
    for (const proceed of this.#waiting.splice(0)) proceed();
  }
}
