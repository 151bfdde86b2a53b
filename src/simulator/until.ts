import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE = 5;

/** Waits until something holds. After `timeout` milliseconds it rejects with what `late` says. */
export async function until(holds: () => boolean, timeout: number, late: () => string): Promise<void> {
  const deadline = performance.now() + timeout;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(late());
    await sleep(PAUSE);
  }
}
