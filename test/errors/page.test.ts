import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/docs/project.ts';
import { errorClasses } from './errorClasses.ts';

const page = readFileSync(`${root}docs/errors.md`, 'utf8');

/** The sections of the second level, by their headings. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading, lines.join('\n')] as const;
    }),
);
const classes = errorClasses();

describe('docs/errors.md', () => {
  it('has a section for each exported error class, and for no other', () => {
    const headings = [...sections.keys()].filter((heading) => /^\w+Error$/.test(heading));
    expect(headings.sort()).toEqual(classes.map(({ name }) => name).sort());
    expect(headings).toContain('ConnectionDeniedError');
  });

  it.each(classes)('$name: a message as it is printed, causes, what to do, and its fields', (errorName) => {
    const section = sections.get(errorName.name) ?? '';
    expect(section).toMatch(new RegExp(`^\`\`\`ts\n[^]*^// → ${errorName.name}\n// → .+\n\`\`\``, 'm'));
    expect(section).toMatch(/likely causes/i);
    expect(section).toMatch(/^In code: /m);
    for (const field of errorName.fields) expect(section).toContain(`- \`${field}\`: `);
  });

  it('lists the kinds of failures, and the errors of RxJS', () => {
    for (const kind of ['invalid', 'foreign', 'credentials', 'history'])
      expect(sections.get('Failures')).toMatch(new RegExp(`^\\| \`${kind}\` `, 'm'));
    for (const other of ['TimeoutError', 'EmptyError'])
      expect(page).toMatch(new RegExp(`^### ${other}$`, 'm'));
  });
});
