import { describe, expect, inject, it } from 'vitest';

describe('the tarball', () => {
  it('holds the built files, package.json, README, CHANGELOG and LICENSE, and nothing else', () => {
    const packed = inject('packed');
    expect(packed.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    expect(packed.filter((path) => !/^dist\/.*\.(js|cjs|d\.ts|d\.cts)$/.test(path)).length).toBe(4);
  });
});
