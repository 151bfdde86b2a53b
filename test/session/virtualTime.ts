import { expect, onTestFinished, vi } from 'vitest';

export interface VirtualTime {
  /** Lets so many milliseconds pass. */
  readonly pass: (ms: number) => Promise<void>;
  /** Lets time pass until something holds, and fails if it does not within so many milliseconds. */
  readonly until: (holds: () => boolean, within: number) => Promise<void>;
}

/** In milliseconds. */
const step = 5_000;

const { setTimeout: realTimeout } = globalThis;

/** What is on its way through a socket arrives: both its ends are in this process. */
const settle = (): Promise<void> => new Promise((resolve) => void realTimeout(resolve, 5));

// Loading them takes real time, too.
await Promise.all([import('cometd'), import('tough-cookie')]);

/** Timers and clock stand still but for what the test lets pass; sockets live on in real time. */
export function virtualTime(): VirtualTime {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return {
    async pass(ms) {
      for (let left = ms; left > 0; left -= step) {
        await settle();
        await vi.advanceTimersByTimeAsync(Math.min(left, step));
      }
      await settle();
    },
    async until(holds, within) {
      const deadline = Date.now() + within;
      while (!holds() && Date.now() < deadline) {
        await settle();
        if (!holds()) await vi.advanceTimersByTimeAsync(200);
      }
      expect(holds()).toBe(true);
    },
  };
}
