import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** The modules of a folder: path and text. */
const modulesOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.c?js$/.test(path))
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );

it('built again from the same sources, the modules are the same, byte for byte', () => {
  const again = mkdtempSync(join(tmpdir(), 'rx-chat-notifications-'));
  onTestFinished(() => {
    rmSync(again, { recursive: true, force: true });
  });
  execFileSync(process.execPath, ['node_modules/tsup/dist/cli-default.js', '--no-dts', '--out-dir', again], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

  const built = modulesOf(again);
  const packed = modulesOf(`${inject('installed')}/node_modules/rx-chat-notifications/dist`);

  expect(packed.size).toBeGreaterThan(100);
  for (const [path, text] of packed) expect(built.get(path), path).toBe(text);
});
