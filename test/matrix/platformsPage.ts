import type { MatrixCase } from './matrixCase.ts';

export interface Outcome {
  readonly tried: MatrixCase;
  /** Versions and sizes, or why it failed. */
  readonly details: string;
  readonly works: boolean;
}

/** What no case of the matrix can show, and why. */
const untested: readonly string[] = [
  'Safari: it exists for Apple systems alone. WebKitGTK has the same engine with another network stack.',
  'Windows and macOS: the matrix runs on Linux. The package contains no native code.',
  'CometD 6: npm has no such version.',
  'Electron and React Native.',
  'The entry `jetstream` below TypeScript 5.7: the declarations of its peers require that version.',
  'Mobile browsers that suspend the process of a page.',
];

const row = (tried: Pick<MatrixCase, 'name' | 'shows'>, works: boolean): string =>
  `| ${tried.name} | ${tried.shows} | ${works ? 'yes' : '**no**'} |`;

/** `docs/platforms.md`. Versions and sizes change with each release of a tool, so they are printed, not written. */
export function platformsPage(outcomes: readonly Outcome[]): string {
  const groups = [...new Set(outcomes.map(({ tried }) => tried.group))];
  const tables = groups.map((group) => {
    const rows = outcomes.filter(({ tried }) => tried.group === group);
    return [
      `## ${group}\n`,
      '| platform | what is tried | works |',
      '| --- | --- | --- |',
      ...rows.map(({ tried, works }) => row(tried, works)),
      '',
    ].join('\n');
  });
  return [
    '# Platforms\n',
    'The packed package is tried on each of these platforms, in the newest version of its line. `npm run test:matrix -- --all --update`',
    'writes this page; `npm run test:matrix` tries the rows that need no large tools.\n',
    ...tables,
    '## Not tested\n',
    ...untested.map((line) => `- ${line}`),
    '',
  ].join('\n');
}

/** The rows that the page lacks, or has with another result. Prettier pads cells, so blanks do not count. */
export function missingRows(page: string, outcomes: readonly Outcome[]): readonly string[] {
  const withoutBlanks = (text: string): string => text.replaceAll(/[ -]+/g, ' ');
  const lines = new Set(page.split('\n').map(withoutBlanks));
  return outcomes
    .map(({ tried, works }) => row(tried, works))
    .filter((line) => !lines.has(withoutBlanks(line)));
}
