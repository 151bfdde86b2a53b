import { describe, expect, inject, it } from 'vitest';

describe('the tarball', () => {
  it('holds the built files, the licences of bundled packages, package.json, README, CHANGELOG and LICENSE, and nothing else', () => {
    const packed = inject('packed');
    expect(packed.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    const others = packed.filter((path) => !/^dist\/.*\.(js|cjs|d\.ts|d\.cts)$/.test(path));
    expect(others.filter((path) => path.startsWith('dist/'))).toEqual(['dist/THIRD-PARTY.txt']);
  });
});
