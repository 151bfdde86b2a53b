import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { malformedLines, mismatch, sentenceIds, testedIds } from './docs/guarantees.ts';
import { root, writtenFiles } from '../scripts/docs/project.ts';

const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

describe('docs/guarantees.md', () => {
  it('tells every guarantee once, and each has a test that bears its id', () => {
    const page = read('docs/guarantees.md');
    const tested = writtenFiles('test', '.test.ts').flatMap((file) => testedIds(read(file)));
    expect(malformedLines(page), 'lines that are not "- **[F1]** Sentence."').toEqual([]);
    expect(mismatch(sentenceIds(page), tested)).toEqual({
      sentencesWithoutTest: [],
      testsWithoutSentence: [],
      repeatedSentences: [],
    });
  });
});

describe('the check itself', () => {
  it('reads ids from list items alone', () => {
    const page = '# Of [A9]\n- **[A1]** One.\n- [A2] two\n  - **[B12]** nested\n';
    expect(sentenceIds(page)).toEqual(['A1']);
    expect(malformedLines(page)).toEqual(['- [A2] two', '  - **[B12]** nested']);
  });

  it('reads ids from the titles of tests that run', () => {
    const code = [
      "it('[A1] a', f); test(`[A2] ${b}`, f); it.each([1])('[A3] %i', f); test.concurrent.each`x`('[A4][A5]', f);",
      "it.skip('[B1]', f); it.todo('[B2]'); test.skip.each([1])('[B3]', f); describe('[B4]', f); // it('[B5]')",
    ];
    expect(testedIds(code.join('\n'))).toEqual(['A1', 'A2', 'A3', 'A4', 'A5']);
  });

  it('reports what is missing', () => {
    expect(mismatch(['A1', 'A2', 'A1'], ['A1', 'A3'])).toEqual({
      sentencesWithoutTest: ['A2'],
      testsWithoutSentence: ['A3'],
      repeatedSentences: ['A1'],
    });
  });
});
