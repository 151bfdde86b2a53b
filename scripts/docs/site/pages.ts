import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writtenFiles } from '../project.ts';

/** A page of the site; its link is its path below `docs/`, without an ending. */
export interface Page {
  readonly text: string;
  readonly link: string;
}

export interface Section {
  readonly text: string;
  readonly pages: readonly Page[];
}

export const start: Section = {
  text: 'Start',
  pages: [
    { text: 'Getting started', link: 'getting-started' },
    { text: 'Concepts', link: 'concepts' },
  ],
};

export const recipes: Section = {
  text: 'Recipes',
  pages: [
    { text: 'An agent desktop', link: 'recipes/agent-desktop' },
    { text: 'A wallboard', link: 'recipes/wallboard' },
    { text: 'A bridge on a server', link: 'recipes/server-side-bridge' },
    { text: 'Testing your pipeline', link: 'recipes/testing' },
    { text: 'Reconnection and backfill', link: 'recipes/after-a-loss' },
    { text: 'Memory', link: 'recipes/memory' },
  ],
};

export const reference: Section = {
  text: 'Reference',
  pages: [
    { text: 'API', link: 'api/index' },
    { text: 'Errors', link: 'errors' },
    { text: 'Guarantees', link: 'guarantees' },
    { text: 'The simulator', link: 'simulator' },
    { text: 'The wire', link: 'wire' },
    { text: 'Architecture', link: 'architecture' },
    { text: 'Mutation testing', link: 'mutation' },
  ],
};

export const moving: Section = {
  text: 'Moving',
  pages: [
    { text: 'From CometD code of your own', link: 'migration' },
    { text: 'Troubleshooting', link: 'troubleshooting' },
  ],
};

const overview: Page = { text: 'All operators', link: 'operators/index' };

/** The operators in the groups of the README's table, and last the other pages among theirs. */
export function operatorSections(root: string): readonly Section[] {
  const groups = operatorGroups(readFileSync(join(root, 'README.md'), 'utf8'));
  const sections = groups.map(({ text, names }) => ({ text, pages: names.map(pageOf) }));
  const listed = new Set([overview, ...sections.flatMap(({ pages }) => pages)].map(({ link }) => link));
  const others = writtenFiles('docs/operators', '.md', root)
    .map((file) => file.replace(/^docs\/operators\/|\.md$/g, ''))
    .filter((name) => !listed.has(pageOf(name).link));
  const rest = { text: 'Around them', pages: others.map(pageOf) };
  return [{ text: 'Operators', pages: [overview] }, ...sections, ...(others.length > 0 ? [rest] : [])];
}

const pageOf = (name: string): Page => ({ text: name, link: `operators/${name}` });

/** The rows of the table of operators: a bold one opens a group, the others name one or two each. */
function operatorGroups(readme: string): { text: string; names: string[] }[] {
  const table = readme
    .split('\n## Operators\n')[1]
    ?.split('\n\n')
    .find((part) => part.startsWith('| operator'));
  const groups: { text: string; names: string[] }[] = [];
  for (const row of table?.split('\n').slice(2) ?? []) {
    const [, cell = ''] = row.split('|');
    const [, heading] = /\*\*(.+)\*\*/.exec(cell) ?? [];
    if (heading === undefined) groups.at(-1)?.names.push(...namesIn(cell));
    else groups.push({ text: heading.charAt(0).toUpperCase() + heading.slice(1), names: [] });
  }
  return groups;
}

const namesIn = (cell: string): string[] => [...cell.matchAll(/(\w+)\(/g)].map(([, name = '']) => name);

/** The file of a page that somebody writes. */
export const fileOf = ({ link }: Page): string => `docs/${link}.md`;

/** The pages that the site is to have and that nobody has written. */
export const missingPages = (root: string): string[] =>
  [start, ...operatorSections(root), recipes, reference, moving]
    .flatMap(({ pages }) => pages)
    .filter(({ link }) => !link.startsWith('api/'))
    .map(fileOf)
    .filter((file) => !existsSync(join(root, file)));
