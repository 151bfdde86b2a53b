import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/docs/project.ts';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

describe('package-lock.json', () => {
  it('has a checksum for every package, for other systems than this one, too', () => {
    const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as Lock;
    const { '': _own, ...locked } = packages;
    const unchecked = Object.keys(locked).filter((name) => !locked[name]?.integrity?.startsWith('sha512-'));
    expect(unchecked).toEqual([]);
    expect(Object.keys(locked).length).toBeGreaterThan(100);
  });
});
