import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

interface Installed {
  readonly peer?: boolean;
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());

/** The packages that an install adds beside the peers and what those depend on. */
function addedPackages(): readonly string[] {
  const lock = readFileSync(join(inject('installed'), 'node_modules/.package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, Installed>> };
  const ofPeers = [...Object.keys(manifest.peerDependencies), 'tslib'].map((name) => `node_modules/${name}`);
  return Object.keys(packages).filter((path) => !ofPeers.includes(path));
}

describe('an install in an empty folder', () => {
  it('adds at most 6 packages beside the peers, under 5 MB', () => {
    const added = addedPackages();
    const files = added.flatMap((path) => filesOf(join(inject('installed'), path)));
    const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
    console.log(`${added.length} packages, ${(bytes / 1e6).toFixed(2)} MB: ${added.join(', ')}`);
    expect(added).toContain(`node_modules/${manifest.name}`);
    expect(added.length).toBeLessThanOrEqual(6);
    expect(bytes).toBeLessThan(5e6);
  });

  it('has the licence of each bundled package', () => {
    const dist = join(inject('installed'), 'node_modules', manifest.name, 'dist');
    const modules = filesOf(dist).filter((path) => /\.c?js$/.test(path));
    // The bundler heads each part of a module with the file it comes from.
    const bundled = modules.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(
        ([, name = '']) => name,
      ),
    );
    const licences = readFileSync(join(dist, 'THIRD-PARTY.txt'), 'utf8');
    const licensed = [...licences.matchAll(/^(\S+) [\d.]+ \(.+\)$/gm)].map(([, name = '']) => name);
    expect([...new Set(licensed)].sort()).toEqual([...new Set(bundled)].sort());
    expect(licensed).toEqual(expect.arrayContaining(['cometd-nodejs-server', 'commander', 'tough-cookie']));
    expect(licences).toContain('Apache License');
  });
});
