import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';

/** What VitePress says when all is well. */
const expected =
  /^(vitepress v[\d.]+|[-✓] (building client \+ server bundles|rendering pages)\.\.\.|build complete in .*)?$/;

/** Builds the site, and gives all that VitePress says beside its progress: its warnings and errors. */
export async function buildSite(root: string): Promise<string[]> {
  const vitepress = join(root, 'node_modules/vitepress/bin/vitepress.js');
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, CI: 'true' };
  const options = { cwd: root, env, maxBuffer: 1e8 };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [vitepress, 'build', 'docs'],
    options,
  ).catch((error: unknown) => error as { stdout: string; stderr: string });
  return stripVTControlCharacters(stdout + stderr)
    .split('\n')
    .filter((line) => !expected.test(line.trim()));
}
