import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Recording } from './recording.ts';

const vitest = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));

/** Runs those tests of the files whose titles bear the ids, and gives what the marble tests among them did, in order. */
export async function recordTests(
  root: string,
  files: readonly string[],
  ids: readonly string[],
): Promise<Recording[]> {
  const folder = await mkdtemp(join(tmpdir(), 'marbles-'));
  try {
    const pattern = ids.map((id) => `\\[${id}\\]`).join('|');
    const run = promisify(execFile)(process.execPath, [vitest, 'run', '-t', pattern, ...files], {
      cwd: root,
      env: { ...process.env, MARBLE_RECORDINGS: folder, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    await run.catch((error: unknown) => {
      throw new Error(`A picture shows what a test proves, and tests fail:\n${outputOf(error)}`);
    });
    const recorded = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
    return (await Promise.all(recorded))
      .flatMap((lines) => lines.trim().split('\n'))
      .map((line) => JSON.parse(line) as Recording)
      .map((recording) => ({ ...recording, file: relative(root, recording.file) }))
      .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const outputOf = (error: unknown): string => {
  const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
  return stdout + stderr || String(error);
};
