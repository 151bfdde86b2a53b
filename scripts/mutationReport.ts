/**
 * Writes `docs/mutation.md` from Stryker's report, with what `docs/mutation.json` says of each mutant that lives. Fails
 * where it says nothing of one, or something of one that does not live.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format } from 'prettier';

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly status: string;
  readonly replacement: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** A mutant that no test has killed. */
interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** The lines that the mutants of a file have in place of the original. */
type Mutants = Readonly<Record<string, readonly string[]>>;

const explained = JSON.parse(readFileSync('docs/mutation.json', 'utf8')) as readonly {
  readonly why: string;
  readonly mutants: Mutants;
}[];
const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
const { files } = JSON.parse(readFileSync('temp/mutation/report.json', 'utf8')) as Report;
const paths = Object.keys(files).sort();

const survivors = paths.flatMap((file) =>
  (files[file]?.mutants ?? [])
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ location: { start, end }, replacement }): Survivor => {
      const lines = (files[file]?.source ?? '').split('\n').slice(start.line - 1, end.line);
      const [first = '', last = ''] = [lines[0], lines.at(-1)];
      const after = first.slice(0, start.column - 1) + replacement + last.slice(end.column - 1);
      return { file, line: start.line, before: oneLine(lines.join('\n')), after: oneLine(after) };
    }),
);

const groups = explained.map(({ why, mutants }) => ({
  why,
  living: survivors.filter(({ file, after }) => isIn(mutants, file, after)),
}));
const unexplained = survivors.filter(
  ({ file, after }) => !explained.some(({ mutants }) => isIn(mutants, file, after)),
);
const outdated = explained.flatMap(({ mutants }) =>
  Object.entries(mutants).flatMap(([file, lines]) =>
    lines.filter((line) => !survivors.some(({ file: of, after }) => of === file && after === line)),
  ),
);

const folders = [...new Set(paths.map(folderOf))].sort();
const page = `# Mutation testing

Made by \`npm run mutation\`, which changes the code in every way that Stryker knows, one at a time, and runs the tests on
each mutant. A mutant that no test notices is shown below, with the reason why it lives.

Measured at commit \`${git('rev-parse', 'HEAD')}\`. A run measures again what has changed since the last one and carries over the rest.

| | mutants | killed | timed out | alive | score |
|-|-:|-:|-:|-:|-:|
${row('**all**', paths)}
${folders
  .flatMap((folder) => {
    const within = paths.filter((path) => folderOf(path) === folder);
    return [
      row(`**${folder}**`, within),
      ...within.map((path) => row(path.slice(folder.length + 1), [path])),
    ];
  })
  .join('\n')}

## What lives
${groups.map(({ why, living }) => `\n${why}\n\n${diff(living)}`).join('\n')}`;

const options = { parser: 'markdown', printWidth: 120 };
writeFileSync('docs/mutation.md', await format(page, options));
for (const { file, line, after } of unexplained) console.error(`${file}:${line} is not explained: ${after}`);
for (const line of outdated) console.error(`docs/mutation.json explains what does not live: ${line}`);
const changed = git('status', '--porcelain', '--', 'operators', 'src', 'test');
if (changed !== '') console.error(`The report names a commit, which these are not in:\n${changed}`);
process.exitCode = unexplained.length + outdated.length + changed.length > 0 ? 1 : 0;

function row(name: string, of: readonly string[]): string {
  const mutants = of.flatMap((path) => files[path]?.mutants ?? []);
  const count = (...statuses: string[]): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, late, alive] = [count('Killed'), count('Timeout'), count('Survived', 'NoCoverage')];
  const score = ((100 * (killed + late)) / (killed + late + alive)).toFixed(1);
  return `| ${name} | ${killed + late + alive} | ${killed} | ${late} | ${alive} | ${score} % |`;
}

function diff(living: readonly Survivor[]): string {
  const changes = living.map(
    ({ file, line, before, after }) => `@@ ${file}:${line}\n- ${before}\n+ ${after}`,
  );
  return ['```diff', ...changes, '```', ''].join('\n');
}

function isIn(mutants: Mutants, file: string, after: string): boolean {
  return Object.entries(mutants).some(([of, lines]) => of === file && lines.includes(after));
}

function oneLine(code: string): string {
  return code.trim().replace(/\s*\n\s*/g, ' ');
}

function folderOf(path: string): string {
  return dirname(path).replace(/^(operators|src\/\w+)\/.*/, '$1');
}
