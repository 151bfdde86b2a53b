import { setTimeout as sleep } from 'node:timers/promises';

/** How long a condition may take, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Waits until something holds, and looks every so many milliseconds.
 *
 * @throws Error that says what was waited for in vain, or why it was given up.
 */
export async function until(
  what: string,
  holds: () => boolean,
  signal: AbortSignal,
  every = 20,
): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!holds()) {
    signal.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`waited ${PATIENCE} ms in vain until ${what}`);
    await sleep(every);
  }
}
