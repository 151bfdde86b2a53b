import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { siteProblems } from '../../scripts/docs/links/siteLinks.ts';
import { deadSourceLinks } from '../../scripts/docs/links/sourceLinks.ts';

let folder: string;
const write = (file: string, ...lines: readonly string[]): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), lines.join('\n'));
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'links-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('links of Markdown files', () => {
  it('a link to a file, a picture or a heading that is not there is found', () => {
    write('docs/a.md', '# The title, `code()`', '## Again', '## Again', '<a id="own"></a>');
    write(
      'README.md',
      '[file](docs/a.md) [folder](docs) [title](docs/a.md#the-title-code) [second](docs/a.md#again-1)',
      '[own](docs/a.md#own) [site](https://example.com/x) [made](docs/api/index.md) `[code](nowhere.md)`',
      '[gone](docs/b.md) ![gone](docs/b.svg) [heading](docs/a.md#again-2) [here](#there) [out](../x.md)',
    );
    expect(deadSourceLinks(folder, ['README.md', 'docs/a.md'])).toEqual([
      'README.md: docs/b.md leads nowhere',
      'README.md: docs/b.svg leads nowhere',
      'README.md: docs/a.md#again-2 leads nowhere',
      'README.md: #there leads nowhere',
      'README.md: ../x.md leads nowhere',
    ]);
  });
});

describe('a built site', () => {
  it('a link to a page or an anchor that is not there is found, wherever the site is served', () => {
    write(
      'index.html',
      '<a href="/base/deep/">x</a><a href="/base/deep/index.html#here">x</a><img src="/base/a.svg">',
    );
    write('a.svg', '<svg/>');
    write(
      'deep/index.html',
      '<h2 id="here">x</h2><a href="#here">x</a><a href="../index.html">x</a>',
      '<!-- <a href="x"> -->',
    );
    expect(siteProblems(folder, '/base/')).toEqual([]);
    write(
      'other.html',
      '<a href="/base/gone.html">x</a><a class="a>b" href="deep/#there">x</a><a href="/a.svg">x</a>',
    );
    expect(siteProblems(folder, '/base/')).toEqual([
      'other.html: /base/gone.html leads nowhere',
      'other.html: deep/#there leads nowhere',
      'other.html: /a.svg leads nowhere',
    ]);
  });

  it('what it loads from elsewhere is found: scripts, styles, fonts', () => {
    write('index.html', '<script src="https://a.test/x.js"></script><a href="https://b.test/">fine</a>');
    write('b.html', '<link rel="stylesheet" href="//c.test/x.css">');
    write(
      'x.css',
      '@import "https://d.test/x.css"; a{background:url(data:x)} @font-face{src:url(https://e.test/f)}',
    );
    expect(siteProblems(folder, '/').sort()).toEqual([
      'b.html loads //c.test/x.css',
      'index.html loads https://a.test/x.js',
      'x.css loads https://d.test/x.css',
      'x.css loads https://e.test/f',
    ]);
  });
});
