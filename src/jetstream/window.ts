/** Lets a limited number of tasks run at once; the others wait in turn. */
export class Window {
  #free: number;
  #isClosed = false;
  readonly #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#free = size;
  }

  /** Resolves when a place is free. */
  async take(): Promise<void> {
    if (this.#free > 0 || this.#isClosed) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
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
