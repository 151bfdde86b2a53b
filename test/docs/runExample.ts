import { format } from 'node:util';
import { vi } from 'vitest';

/** Runs a module and gives the lines that it logs; waits a while for as many as are expected. */
export async function runExample(path: string, expected: number): Promise<string[]> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
    lines.push(...format(...values).split('\n'));
  });
  try {
    await import(/* @vite-ignore */ path);
    await vi
      .waitUntil(() => lines.length >= expected, { timeout: 5_000, interval: 5 })
      .catch(() => undefined);
    await new Promise(setImmediate);
    return lines;
  } finally {
    log.mockRestore();
  }
}
