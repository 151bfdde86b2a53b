/** Where the chunks of a body come from. */
export interface Source {
  readonly resume: () => void;
  readonly cancel: () => void;
}

/** In bytes: with so much waiting for the reader, the source waits, too. */
const mostWaiting = 65_536;

/** The chunks of a body, in the order of their arrival, for one reader. */
export class Chunks implements AsyncIterableIterator<Uint8Array> {
  readonly #source: Source;
  readonly #chunks: Uint8Array[] = [];
  #waiting = 0;
  #isPaused = false;
  #end: { readonly error?: unknown } | undefined;
  #wake = (): void => undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Returns whether more may come; if not, the source is resumed later. */
  push(chunk: Uint8Array): boolean {
    this.#chunks.push(chunk);
    this.#waiting += chunk.length;
    this.#isPaused = this.#waiting > mostWaiting;
    this.#wake();
    return !this.#isPaused;
  }

  /** No further chunk comes; with an `error`, because something failed. */
  end(end: { readonly error?: unknown }): void {
    this.#end ??= end;
    this.#wake();
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    for (;;) {
      const value = this.#chunks.shift();
      if (value !== undefined) {
        this.#waiting -= value.length;
        return { done: false, value };
      }
      if (this.#end !== undefined) break;
      await this.#more();
    }
    if ('error' in this.#end) throw this.#end.error;
    return { done: true, value: undefined };
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (!this.#isPaused) return;
      this.#isPaused = false;
      this.#source.resume();
    });
  }

  /** The reader leaves. */
  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#chunks.length = 0;
    if (this.#end === undefined) this.#source.cancel();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
