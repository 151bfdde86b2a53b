import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

const chaos = (...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', main, ...args], { timeout: 90_000 });

describe('npm run chaos', () => {
  it('[CH5] after faults of all kinds, mixed, nothing is lost, doubled or out of place, and nothing is left behind', async () => {
    const { stdout, stderr } = await chaos('--seeds', '1', '--from', '1', '--size', 'short', '--shrink', '0');
    expect(stdout).toContain('ours:   0 lost, 0 doubled, 0 out of place');
    expect(stdout).toMatch(/naive: {2}\d+ lost, \d+ doubled, \d+ out of place/);
    expect(stdout).toMatch(/1 runs, all clean\n$/);
    expect(stderr).toBe('');
  }, 100_000);

  it.each([
    ['--seeds must be a whole number, got many', ['--seeds', 'many']],
    ['--size must be one of full, short, got huge', ['--size', 'huge']],
    ['--only must be one of cometd, got abacus', ['--only', 'abacus']],
  ])('says what it cannot take: %s', async (message, args) => {
    await expect(chaos(...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(message) as string,
    });
  });
});
