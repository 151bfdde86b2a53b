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
    { text: 'The session', link: 'session' },
    { text: 'A CometD client of your own', link: 'own-client' },
  ],
};

export const recipes: Section = {
  text: 'Recipes',
  pages: [
    { text: 'Reconnection and backfill', link: 'recipes/after-a-loss' },
    { text: 'Agent desktop', link: 'recipes/agent-desktop' },
    { text: 'Wallboard', link: 'recipes/wallboard' },
    { text: 'Server-side bridge', link: 'recipes/server-side-bridge' },
    { text: 'Many tabs', link: 'recipes/tabs' },
    { text: 'Scaling out', link: 'recipes/scaling-out' },
    { text: 'React', link: 'recipes/react' },
    { text: 'Vue', link: 'recipes/vue' },
    { text: 'Svelte', link: 'recipes/svelte' },
    { text: 'Web Workers', link: 'recipes/web-workers' },
    { text: 'Testing your pipeline', link: 'recipes/testing' },
    { text: 'Memory', link: 'recipes/memory' },
  ],
};

export const help: Section = {
  text: 'Help',
  pages: [
    { text: 'Troubleshooting', link: 'troubleshooting' },
    { text: 'Errors', link: 'errors' },
    { text: 'Migration from CometD code', link: 'migration' },
  ],
};

export const reference: Section = {
  text: 'Reference',
  pages: [
    { text: 'API', link: 'api/index' },
    { text: 'Guarantees', link: 'guarantees' },
    { text: 'The command', link: 'command' },
    { text: 'The simulator', link: 'simulator' },
    { text: 'The wire', link: 'wire' },
  ],
};

export const contributing: Section = {
  text: 'For contributors',
  pages: [{ text: 'Architecture', link: 'architecture' }],
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
  const rest = { text: 'Other functions', pages: others.map(pageOf) };
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
  [start, ...operatorSections(root), recipes, help, reference, contributing]
    .flatMap(({ pages }) => pages)
    .filter(({ link }) => !link.startsWith('api/'))
    .map(fileOf)
    .filter((file) => !existsSync(join(root, file)));
