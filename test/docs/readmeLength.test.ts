import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { root } from '../../scripts/docs/project.ts';

const wordsOf = (markdown: string): number => markdown.match(/(?<=\s|^)\S*\w\S*/g)?.length ?? 0;

it('the README has at most 600 words before "Reference", and 1,200 in all', () => {
  const readme = readFileSync(`${root}README.md`, 'utf8');
  const [opening = ''] = readme.split('\n## Reference\n');
  expect(opening).not.toBe(readme);
  expect(wordsOf(opening)).toBeLessThanOrEqual(600);
  expect(wordsOf(readme)).toBeLessThan(1_200);
});
