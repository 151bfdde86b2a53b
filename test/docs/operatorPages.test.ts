import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as entry from '../../operators/index.ts';
import { sentenceIds } from './guarantees.ts';
import { root, writtenFiles } from '../../scripts/docs/project.ts';

const folder = 'docs/operators/';
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');
const pages = writtenFiles('docs/operators', '.md').map((file) => file.slice(folder.length, -'.md'.length));
const noOperators = ['OperationFailedError', 'byNickname'];
const operators = Object.keys(entry).filter((name) => !noOperators.includes(name));
const guarantees = new Set(sentenceIds(read('docs/guarantees.md')));

describe('the pages of the operators', () => {
  it('there is one for each, and the index names them all', () => {
    expect(pages).toEqual(expect.arrayContaining(operators));
    const index = read(`${folder}index.md`);
    expect(pages.filter((name) => name !== 'index' && !index.includes(`](./${name}.md)`))).toEqual([]);
  });

  it.each(pages.filter((name) => name !== 'index'))(
    '%s has its name as title, a picture with words, an example, options, semantics and pitfalls',
    (name) => {
      const page = read(`${folder}${name}.md`);
      expect(page).toMatch(new RegExp(`^# ${name}\\n`));
      expect(page).toMatch(/^!\[\S.+\]\(\.\/marbles\/[A-Z]+\d+\.svg\)$/m);
      expect(page).toMatch(/^```ts$/m);
      for (const heading of ['Options', 'Semantics', 'Pitfalls']) {
        expect(page).toMatch(new RegExp(`^## ${heading}$`, 'm'));
      }
    },
  );

  it.each(pages)('%s shows pictures of guarantees that exist', (name) => {
    const page = read(`${folder}${name}.md`);
    const ids = [...page.matchAll(/\.\/marbles\/(\w+)\.svg/g)].map(([, id = '']) => id);
    expect(ids.filter((id) => !guarantees.has(id))).toEqual([]);
  });
});
