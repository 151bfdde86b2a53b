import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operatorSections } from '../../scripts/docs/site/pages.ts';
import { testPages } from '../../scripts/docs/site/testPages.ts';
import { sentenceIds, provingTests } from './guarantees.ts';
import { root, writtenFiles } from '../../scripts/docs/project.ts';

describe('pages of the site', () => {
  it('every guarantee has a place on the site that shows the code of each test that bears its id', () => {
    const tests = writtenFiles('test', '.test.ts').flatMap((file) =>
      provingTests(readFileSync(root + file, 'utf8')).map(({ title, line }) => ({
        title,
        place: `\`${file}\`, line ${line}`,
      })),
    );
    const pages = new Map(testPages(root).map(({ params, content }) => [params.prefix, content]));
    for (const id of sentenceIds(readFileSync(`${root}docs/guarantees.md`, 'utf8'))) {
      const [, section = ''] = (pages.get(id.replace(/\d+$/, '')) ?? '').split(`\n## ${id}\n`);
      const [shown = ''] = section.split('\n## ');
      const theirs = tests.filter(({ title }) => title.includes(`[${id}]`)).map(({ place }) => place);
      expect(shown.match(/^`test\/[\w/]+\.test\.ts`, line \d+$/gm), id).toEqual(theirs);
    }
  });

  it('every operator is in the list of operators beside the pages, in the group of the README', () => {
    const [, ...sections] = operatorSections(root);
    const groups = sections.filter(({ text }) => text !== 'Other functions');
    expect(groups.map(({ text }) => text)).toEqual([
      'Filter and transform',
      'One aspect of each chat',
      'Whole chats',
    ]);
    const operators = readdirSync(`${root}operators`)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -'.ts'.length))
      .filter((name) => !['index', 'byNickname', 'byParticipant', 'byUser'].includes(name));
    expect(groups.flatMap(({ pages }) => pages.map(({ text }) => text)).sort()).toEqual(operators.sort());
  });
});
