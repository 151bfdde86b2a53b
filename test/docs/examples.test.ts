import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { docCommentExamples, type Example, fencedExamples } from './extract.ts';
import { root, writtenFiles } from '../../scripts/docs/project.ts';
import { errorsIn, exportsOf, projectProgram, publicEntries } from './project.ts';
import { runExample } from './runExample.ts';

const folder = `${root}test/docs/.examples/`;
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');
const pages = ['README.md', ...writtenFiles('docs', '.md')];
const sources = [...writtenFiles('src', '.ts'), ...writtenFiles('operators', '.ts')];
const examples = [
  ...pages.flatMap((file) => fencedExamples(file, read(file))),
  ...sources.flatMap((file) => docCommentExamples(file, read(file))),
];

const generatedName = ({ file, line, isJsx }: Example): string =>
  `${file.replaceAll(/[^\w]+/g, '-')}-${String(line)}.${isJsx ? 'tsx' : 'ts'}`;
const generatedPath = (example: Example): string => `${folder}${generatedName(example)}`;

/** Each example keeps its line numbers, so that every error names the right one. Unchanged files stay untouched for watchers. */
function generate(): void {
  mkdirSync(folder, { recursive: true });
  const wanted = new Map(examples.map((example) => [generatedName(example), example]));
  for (const name of readdirSync(folder)) if (!wanted.has(name)) rmSync(`${folder}${name}`);
  for (const [name, { line, code }] of wanted) {
    const text = `${'\n'.repeat(line - 1)}${code}\n`;
    if (!existsSync(`${folder}${name}`) || readFileSync(`${folder}${name}`, 'utf8') !== text) {
      writeFileSync(`${folder}${name}`, text);
    }
  }
}

let program: ts.Program;
beforeAll(() => {
  generate();
  program = projectProgram([...publicEntries.values(), ...examples.map(generatedPath)]);
}, 120_000);

describe('examples of the docs and the doc comments', () => {
  const named = examples.map((example) => [example.place, example] as const);
  it.each(named)('[G2] %s compiles, runs and prints what it says', async (_, example) => {
    const path = generatedPath(example);
    expect(errorsIn(program, path), `${example.place} does not compile`).toEqual([]);
    if (!example.run) return;
    const printed = await runExample(path, example.prints.length);
    expect(printed, `${example.place} prints other lines than its "// →" comments tell`).toEqual(
      example.prints,
    );
  });
});

describe('exports', () => {
  it.each([...publicEntries])('everything that %s exports has a doc comment', (_, path) => {
    const bare = exportsOf(program, path).filter(({ hasComment }) => !hasComment);
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  const shown = ['rx-chat-notifications', 'rx-chat-notifications/operators'];
  it.each(shown)('every function and constant that %s exports has an example', (entry) => {
    const bare = exportsOf(program, publicEntries.get(entry) ?? '').filter(
      ({ isValue, hasExample }) => isValue && !hasExample,
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
  });
});
