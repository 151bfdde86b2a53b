import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fencedExamples } from '../docs/extract.ts';
import { root } from '../../scripts/docs/project.ts';
import { runInstalled } from './running.ts';

describe('the README, beside the packed package in an empty folder', () => {
  const examples = fencedExamples('README.md', readFileSync(`${root}README.md`, 'utf8'));
  const [first, ...others] = examples.filter(({ run }) => run);

  it("[P1] runs the README's first example as CommonJS", () => {
    expect(first?.prints).not.toEqual([]);
    expect(runInstalled(first?.code ?? '', 'cjs')).toEqual(first?.prints);
  });

  it.each([first, ...others].map((example) => [example?.place, example] as const))(
    '[P1] %s runs as ES module and prints what it says',
    (_, example) => {
      expect(runInstalled(example?.code ?? '', 'esm')).toEqual(example?.prints);
    },
  );
});
