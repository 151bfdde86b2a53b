import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fencedExamples } from '../docs/extract.ts';
import { root } from '../docs/project.ts';
import { moduleSystems, runInstalled } from './running.ts';

describe('the packed package, installed into an empty folder', () => {
  const [first] = fencedExamples('README.md', readFileSync(`${root}README.md`, 'utf8'));

  it.each(moduleSystems)("[P1] runs the README's first example as %s", (system) => {
    expect(first?.prints).not.toEqual([]);
    expect(runInstalled(first?.code ?? '', system)).toEqual(first?.prints);
  });
});
