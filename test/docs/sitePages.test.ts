import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operatorGroups } from '../../scripts/docs/site/pages.ts';
import { testPages } from '../../scripts/docs/site/testPages.ts';
import { sentenceIds } from './guarantees.ts';
import { root } from '../../scripts/docs/project.ts';

describe('pages of the site', () => {
  it('[DO6] every guarantee has a place on the site that shows the code of each test that bears its id', () => {
    const pages = new Map(testPages(root).map(({ params, content }) => [params.prefix, content]));
    for (const id of sentenceIds(readFileSync(`${root}docs/guarantees.md`, 'utf8'))) {
      const [, section = ''] = (pages.get(id.replace(/\d+$/, '')) ?? '').split(`\n## ${id}\n`);
      const [shown = ''] = section.split('\n## ');
      expect(shown, id).toContain(`[${id}]`);
      expect(shown, id).toMatch(/`test\/[\w/]+\.test\.ts`, line \d+/);
    }
  });

  it('[DO7] every operator is in the list of operators beside the pages, in the group of the README', () => {
    const groups = operatorGroups(readFileSync(`${root}README.md`, 'utf8'));
    expect(groups.map(({ text }) => text)).toEqual([
      'Pass notifications on',
      'One aspect of each chat',
      'All of it',
    ]);
    const operators = readdirSync(`${root}operators`)
      .filter((file) => file.endsWith('.ts') && !['index.ts', 'byNickname.ts'].includes(file))
      .map((file) => file.slice(0, -'.ts'.length));
    expect(groups.flatMap(({ names }) => names).sort()).toEqual(operators.sort());
  });
});
