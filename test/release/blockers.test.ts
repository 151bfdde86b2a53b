import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root, writtenFiles } from '../../scripts/docs/project.ts';
import { blockers, type ReleaseState } from '../../scripts/release/blockers.ts';

const ready: ReleaseState = {
  manifest: { version: '1.2.3', repository: { url: 'git+https://github.com/someone/x.git' } },
  changelog: '# Changelog\n\n## 1.2.3\n\n## 1.2.2\n',
  changesets: [],
  changedFiles: [],
};

describe('a release', () => {
  it('is ready with a section of the changelog, a clean tree and the name of the owner', () => {
    expect(blockers(ready)).toEqual([]);
  });

  it.each([
    [{ changelog: '# Changelog\n\n## 1.2.2\n' }, 'CHANGELOG.md: add a section "## 1.2.3".'],
    [
      { changelog: '# Changelog\n\n## Unreleased: tabs\n\n## 1.2.3\n' },
      'CHANGELOG.md: move 1 sections "Unreleased" into a version.',
    ],
    [
      { changesets: ['blue-cats.md'] },
      '.changeset: run npm run release:version, which applies blue-cats.md.',
    ],
    [{ changedFiles: [' M README.md'] }, 'git: commit 1 changed files.'],
    [
      { manifest: { version: '1.2.3', repository: { url: 'git+https://github.com/OWNER/x.git' } } },
      'package.json: replace OWNER with the owner of the repository.',
    ],
  ])('is blocked by %j', (change, blocker) => {
    expect(blockers({ ...ready, ...change })).toEqual([blocker]);
  });

  it('names the owner in package.json alone, the same in each field', () => {
    const { repository, homepage, bugs } = manifest;
    const owners = [repository.url, homepage, bugs].map((url) => /github\.com\/([^/]+)\//.exec(url)?.[1]);
    expect(new Set(owners).size).toBe(1);
    const files = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...writtenFiles('docs', '.md')];
    const naming = files.filter((file) =>
      readFileSync(`${root}${file}`, 'utf8').includes(`github.com/${owners[0] ?? ''}/`),
    );
    expect(naming).toEqual([]);
  });
});
