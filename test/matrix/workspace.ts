import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../../scripts/docs/project.ts';

const execute = promisify(execFile);

/** Folders in which the packed package is installed beside its peers and tools. */
export interface Workspace {
  /**
   * An empty folder with these npm packages. It finds the package and its peers in the folder above; with `isOwn` it has
   * copies, all but CometD.
   */
  readonly folder: (packages?: readonly string[], isOwn?: boolean) => Promise<string>;
  readonly remove: () => void;
}

/** Runs a program; resolves with its standard output, rejects with all that it printed. */
export async function run(folder: string, file: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await execute(file, args, { cwd: folder, timeout: 300_000, maxBuffer: 1e8 });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${stdout}${stderr}`.trim() || message, { cause: error });
  }
}

export function writeAll(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** The version of a package that is installed in a folder. */
export function versionIn(folder: string, name: string): string {
  const text = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

const { devDependencies } = manifest;

/** The peers in the versions with which the project is built. */
const peers = ([...peerNames(), '@types/node'] as const).map((name) => `${name}@${devDependencies[name]}`);

function peerNames(): readonly (keyof typeof manifest.peerDependencies)[] {
  return Object.keys(manifest.peerDependencies) as (keyof typeof manifest.peerDependencies)[];
}

async function install(folder: string, packages: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const options = ['--silent', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  // Older majors of CometD are tried on purpose.
  await run(folder, 'npm', 'install', '--legacy-peer-deps', ...options, ...packages);
}

/** Packs `dist`, installs it beside its peers, and opens folders below. */
export async function openWorkspace(): Promise<Workspace> {
  const base = mkdtempSync(join(tmpdir(), 'rx-chat-matrix-'));
  await run(root, 'npm', 'pack', '--ignore-scripts', '--pack-destination', base);
  const tarball = join(base, readdirSync(base).find((name) => name.endsWith('.tgz')) ?? '');
  await install(base, [tarball, ...peers]);
  let count = 0;

  return {
    async folder(packages = [], isOwn = false) {
      const folder = join(base, `case-${(count += 1)}`);
      const own = isOwn ? [tarball, ...peers.filter((peer) => !peer.startsWith('cometd@'))] : [];
      await install(folder, [...own, ...packages]);
      return folder;
    },
    remove: () => {
      rmSync(base, { recursive: true, force: true });
    },
  };
}
