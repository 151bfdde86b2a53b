import { setTimeout as sleep } from 'node:timers/promises';

/** How long things are waited for. */
export interface Patience {
  /** In milliseconds. */
  readonly patience: number;
  /** Gives up at once. */
  readonly signal: AbortSignal;
}

/**
 * Waits until something holds, and looks every so many milliseconds.
 *
 * @throws Error that says what was waited for in vain, or why it was given up.
 */
export async function until(
  what: string,
  holds: () => boolean,
  { patience, signal }: Patience,
  every = 20,
): Promise<void> {
  const deadline = performance.now() + patience;
  while (!holds()) {
    signal.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`waited ${patience} ms in vain until ${what}`);
    await sleep(every);
  }
}
