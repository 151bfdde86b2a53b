import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import manifest from '../../package.json' with { type: 'json' };

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder into which the packed package and its peers are installed. */
    readonly installed: string;
    /** What the tarball holds, as paths from the package's root. */
    readonly packed: readonly string[];
  }
}

const root = resolve(import.meta.dirname, '../..');
const npm = (folder: string, ...args: string[]): string =>
  execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** Packs the package and installs it, beside the versions of its peers that the project is built with. */
export default function install(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'rx-chat-notifications-'));
  const packed = npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
  const [tarball] = JSON.parse(packed) as [{ readonly files: readonly { readonly path: string }[] }];
  const tarballs = readdirSync(folder).map((name) => `./${name}`);
  const { devDependencies } = manifest;
  const peers = (['cometd', 'fp-ts', 'io-ts', 'rxjs'] as const).map(
    (name) => `${name}@${devDependencies[name]}`,
  );
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(folder, 'install', '--silent', '--prefer-offline', '--ignore-scripts', ...tarballs, ...peers);
  project.provide('installed', folder);
  project.provide(
    'packed',
    tarball.files.map(({ path }) => path),
  );
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
