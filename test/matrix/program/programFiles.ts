import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { root, writtenFiles } from '../../../scripts/docs/project.ts';
import { docCommentExamples, type Example, fencedExamples } from '../../docs/extract.ts';

const asModule = (code: string): string =>
  transformSync(code, { loader: 'ts', format: 'esm', target: 'es2022' }).code;

const textOf = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

/** Examples that need Node, or print values in a form of Node's own. */
const isPortable = ({ run, code, prints }: Example): boolean =>
  run &&
  prints.length > 0 &&
  !/simulator'|from 'node:|process\.|<ref|Map\(|\[Object|\[Array/.test(`${code}${prints.join()}`);

/** The README's first example, then those of the operators. */
function examples(): readonly Example[] {
  const [first] = fencedExamples('README.md', textOf('README.md')).filter(({ run }) => run);
  if (first === undefined) throw new Error('The README has no example that runs');
  const ofOperators = writtenFiles('operators', '.ts').flatMap((file) =>
    docCommentExamples(file, textOf(file)),
  );
  const ofPages = writtenFiles('docs/operators', '.md').flatMap((file) => fencedExamples(file, textOf(file)));
  return [first, ...[...ofOperators, ...ofPages].filter(isPortable)];
}

/** A program for any platform: `main.mjs` exports `result`, a promise of a line or of what differs; `print.mjs` prints it. */
export function programFiles(): Readonly<Record<string, string>> {
  const all = examples();
  if (all.length < 31) throw new Error(`There are only ${all.length - 1} examples of operators`);
  const modules = all.map(({ code }, at) => [`example-${at}.mjs`, asModule(code)] as const);
  const table = all.map(
    ({ place, prints }, at) =>
      `{ place: ${JSON.stringify(place)}, load: () => import('./example-${at}.mjs'), prints: ${JSON.stringify(prints)} }`,
  );
  return {
    ...Object.fromEntries(modules),
    'runExamples.mjs': asModule(textOf('test/matrix/program/runExamples.ts')),
    'main.mjs': [
      `import { runExamples } from './runExamples.mjs';`,
      `export const result = runExamples([${table.join(',\n')}]);`,
    ].join('\n'),
    'print.mjs': `import { result } from './main.mjs';\nconst line = await result; // examples replace console.log\nconsole.log(line);\n`,
  };
}
