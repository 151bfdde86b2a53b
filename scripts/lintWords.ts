/**
 * `npm run lint:words [paths]`: reports the phrases of `words.txt` in Markdown, HTML and TypeScript.
 *
 * A line with `words-ok: <reason>`, and the line after it, may contain a phrase.
 */
import { readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, writtenFiles } from './docs/project.ts';

const everything = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs',
  'src',
  'operators',
  'test',
  'examples',
  'bench',
  'scripts',
];
const endings = ['.md', '.ts', '.tsx', '.html'];

const phrases = readFileSync(join(root, 'scripts/words.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => new RegExp(line.replaceAll(' ', '\\s+'), 'gi')); // a phrase can be broken across lines

interface Hit {
  readonly file: string;
  readonly line: number;
  readonly phrase: string;
}

function filesOf(path: string): readonly string[] {
  const file = relative(root, join(process.cwd(), path));
  if (statSync(join(root, file)).isFile()) return [file];
  return endings.flatMap((ending) => writtenFiles(file, ending));
}

/** The text with the marks of comments and quotes at the start of its lines blanked, so that sentences are whole. */
const sentencesOf = (text: string): string =>
  text.replaceAll(/^\s*(\*|\/\/|>)+/gm, (mark) => ' '.repeat(mark.length));

function hitsIn(file: string): Hit[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const text = sentencesOf(lines.join('\n'));
  const isAllowed = (line: number): boolean =>
    [lines[line - 1], lines[line - 2]].some((text = '') => /words-ok: \S/.test(text));
  return phrases
    .flatMap((phrase) => [...text.matchAll(phrase)])
    .map((found) => ({
      file,
      line: text.slice(0, found.index).split('\n').length,
      phrase: found[0].replaceAll(/\s+/g, ' '),
    }))
    .filter(({ line }) => !isAllowed(line))
    .sort((a, b) => a.line - b.line);
}

const [, , ...given] = process.argv;
const files = [...new Set((given.length > 0 ? given : everything).flatMap(filesOf))];
const hits = files.flatMap(hitsIn);
for (const { file, line, phrase } of hits) console.error(`${file}:${String(line)}: ${phrase}`);

const counts = new Map<string, number>();
for (const { file } of hits) {
  const [top = file] = file.split('/');
  counts.set(top, (counts.get(top) ?? 0) + 1);
}
const summary = [...counts].map(([top, count]) => `${top} ${String(count)}`).join(', ');
if (hits.length > 0) {
  console.error(
    `${String(hits.length)} phrases to replace: ${summary}. Use the vocabulary of the docs instead.`,
  );
  process.exitCode = 1;
}
