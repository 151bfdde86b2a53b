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
  /** A folder with the package, its peers and these npm packages; one that has the same is used again. */
  readonly folder: (...packages: readonly string[]) => Promise<string>;
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

/** The peers in the versions with which the project is built; packages of the same names replace them. */
function withPeers(packages: readonly string[]): readonly string[] {
  const nameOf = (spec: string): string => /^@?[^@]+/.exec(spec)?.[0] ?? spec;
  const given = new Set(packages.map(nameOf));
  const peers = (['cometd', 'fp-ts', 'io-ts', 'rxjs'] as const).filter((name) => !given.has(name));
  return [...peers.map((name) => `${name}@${manifest.devDependencies[name]}`), ...packages];
}

/** Packs `dist` and opens an empty workspace. */
export async function openWorkspace(): Promise<Workspace> {
  const base = mkdtempSync(join(tmpdir(), 'rx-chat-matrix-'));
  await run(root, 'npm', 'pack', '--ignore-scripts', '--pack-destination', base);
  const tarball = join(base, readdirSync(base).find((name) => name.endsWith('.tgz')) ?? '');
  const folders = new Map<string, Promise<string>>();

  async function install(packages: readonly string[], index: number): Promise<string> {
    const folder = join(base, String(index));
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const options = ['--silent', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    // CometD's older majors are tried on purpose.
    await run(folder, 'npm', 'install', '--legacy-peer-deps', ...options, tarball, ...withPeers(packages));
    return folder;
  }

  return {
    folder(...packages) {
      const key = packages.join(' ');
      const folder = folders.get(key) ?? install(packages, folders.size);
      folders.set(key, folder);
      return folder;
    },
    remove: () => {
      rmSync(base, { recursive: true, force: true });
    },
  };
}
