import { expect, onTestFinished, vi } from 'vitest';

/** Timers and clock stand still but for what the test lets pass; sockets live on in real time. */
export function virtualTime(): { readonly until: (holds: () => boolean, within: number) => Promise<void> } {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return {
    /** Lets time pass until something holds, and fails if it does not within so many virtual milliseconds. */
    async until(holds, within) {
      const deadline = Date.now() + within;
      while (!holds() && Date.now() < deadline) {
        // What is on its way through a socket arrives between two steps.
        for (let turn = 0; turn < 10 && !holds(); turn += 1) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        await vi.advanceTimersByTimeAsync(200);
      }
      expect(holds()).toBe(true);
    },
  };
}
