import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { MatrixCase } from '../matrixCase.ts';
import { programFiles } from '../program/programFiles.ts';
import { run, versionIn, writeAll, type Workspace } from '../workspace.ts';

const group = 'Runtimes';
const shows = 'first example, operators';
const system = `${process.platform}-${process.arch}`;

async function programFolder(workspace: Workspace, packages?: readonly string[]): Promise<string> {
  const folder = await workspace.folder(packages);
  writeAll(folder, programFiles());
  return folder;
}

const node = (major: number): MatrixCase => ({
  group,
  name: `Node ${major}`,
  shows,
  isReduced: major === 20,
  run: async (workspace) => {
    if (process.versions.node.startsWith(`${major}.`)) {
      const folder = await programFolder(workspace);
      return `${process.versions.node}: ${(await run(folder, process.execPath, 'print.mjs')).trim()}`;
    }
    const name = `node-${system}`;
    const folder = await programFolder(workspace, [`${name}@${major}`]);
    const result = await run(folder, join(folder, 'node_modules', name, 'bin/node'), 'print.mjs');
    return `${versionIn(folder, name)}: ${result.trim()}`;
  },
});

/** A runtime whose npm package has its builds for several processors in a scope. */
const runtime = (
  name: string,
  { npm, scope, binary }: { readonly npm: string; readonly scope: string; readonly binary: string },
  ...options: readonly string[]
): MatrixCase => ({
  group,
  name,
  shows,
  run: async (workspace) => {
    const folder = await programFolder(workspace, [npm]);
    const builds = join(folder, 'node_modules', scope);
    // Bun's baseline build, with the longest name, runs on any processor.
    const [build = ''] = readdirSync(builds).sort((a, b) => b.length - a.length);
    const result = await run(folder, join(builds, build, binary), ...options, 'print.mjs');
    return `${versionIn(folder, npm)}: ${result.trim()}`;
  },
});

const bun = runtime('Bun', { npm: 'bun', scope: '@oven', binary: 'bin/bun' });
const deno = runtime(
  'Deno',
  { npm: 'deno', scope: '@deno', binary: 'deno' },
  'run',
  '--no-remote',
  '--node-modules-dir=manual',
);

/** The program as one file for browsers, workers and workerd. */
export async function bundledProgram(folder: string, entry: string, format: 'esm' | 'iife'): Promise<string> {
  writeAll(folder, { ...programFiles(), 'entry.mjs': entry });
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ['entry.mjs'],
    bundle: true,
    write: false,
    format,
    platform: 'browser',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

const workerd: MatrixCase = {
  group,
  name: 'workerd (Cloudflare Workers)',
  shows,
  run: async (workspace) => {
    const folder = await workspace.folder(['workerd']);
    const entry = `export default { async test() { const { result } = await import('./main.mjs'); const line = await result; console.log(line); } };`;
    writeAll(folder, {
      'worker.mjs': await bundledProgram(folder, entry, 'esm'),
      'config.capnp': `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .main)]);
const main :Workerd.Worker = (modules = [(name = "worker", esModule = embed "worker.mjs")], compatibilityDate = "2025-01-01");`,
    });
    const command = createRequire(join(folder, 'x.js')).resolve(
      `@cloudflare/workerd-${process.platform}-${process.arch === 'x64' ? '64' : process.arch}/bin/workerd`,
    );
    const result = await run(folder, command, 'test', 'config.capnp');
    return `${versionIn(folder, 'workerd')}: ${result.trim()}`;
  },
};

const serverSideRendering: MatrixCase = {
  group,
  name: 'SSR: the browser build, without window',
  shows,
  isReduced: true,
  run: async (workspace) => {
    const folder = await workspace.folder();
    const entry = `import { chatSession } from 'rx-chat-notifications';
if (typeof window !== 'undefined') throw new Error('window');
chatSession({ url: 'http://127.0.0.1:1' }); // does nothing until it is subscribed to
import { result } from './main.mjs';
const line = await result;
console.log(line);`;
    writeAll(folder, { 'ssr.mjs': await bundledProgram(folder, entry, 'esm') });
    return (await run(folder, process.execPath, 'ssr.mjs')).trim();
  },
};

export const runtimes: readonly MatrixCase[] = [
  ...[20, 22, 24].map(node),
  bun,
  deno,
  workerd,
  serverSideRendering,
];
