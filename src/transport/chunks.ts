/** The chunks of a body, in the order of their arrival, for one reader. */
export class Chunks implements AsyncIterableIterator<Uint8Array> {
  readonly #waiting: Uint8Array[] = [];
  readonly #cancel: () => void;
  #end: { readonly error?: unknown } | undefined;
  #wake = (): void => undefined;

  /** @param cancel - is called when the reader leaves early. */
  constructor(cancel: () => void) {
    this.#cancel = cancel;
  }

  push(chunk: Uint8Array): void {
    this.#waiting.push(chunk);
    this.#wake();
  }

  /** No further chunk comes; with an `error`, because something failed. */
  end(end: { readonly error?: unknown }): void {
    this.#end ??= end;
    this.#wake();
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    for (;;) {
      const value = this.#waiting.shift();
      if (value !== undefined) return { done: false, value };
      if (this.#end !== undefined) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if ('error' in this.#end) throw this.#end.error;
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#waiting.length = 0;
    if (this.#end === undefined) this.#cancel();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
