import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { provingTests } from '../../../test/docs/guarantees.ts';
import { writtenFiles } from '../project.ts';

interface Proof {
  readonly file: string;
  readonly title: string;
  readonly line: number;
  readonly code: string;
}

export interface TestPage {
  readonly params: { readonly prefix: string };
  readonly content: string;
}

/** For each prefix of guarantees a page with their sentences and the tests whose titles bear their ids. */
export function testPages(root: string): TestPage[] {
  const guarantees = [
    ...readFileSync(join(root, 'docs/guarantees.md'), 'utf8').matchAll(
      /^- \*\*\[(([A-Z]+)\d+)\]\*\* (.*)$/gm,
    ),
  ].map(([, id = '', prefix = '', sentence = '']) => ({ id, prefix, sentence }));
  const proofs = writtenFiles('test', '.test.ts', root).flatMap((file): Proof[] =>
    provingTests(readFileSync(join(root, file), 'utf8')).map((test) => ({ file, ...test })),
  );
  const prefixes = [...new Set(guarantees.map(({ prefix }) => prefix))];
  return prefixes.map((prefix) => {
    const sections = guarantees
      .filter((guarantee) => guarantee.prefix === prefix)
      .map(({ id, sentence }) => {
        const theirs = proofs.filter(({ title }) => title.includes(`[${id}]`));
        return [`## ${id}`, sentence, ...theirs.map(excerpt)].join('\n\n');
      });
    const title = `# Tests of the guarantees ${prefix}`;
    const back = 'What they prove is listed in [Guarantees](../guarantees.md).';
    return { params: { prefix }, content: [title, back, ...sections].join('\n\n') };
  });
}

const excerpt = ({ file, line, code }: Proof): string =>
  [`\`${file}\`, line ${String(line)}`, ['~~~~ts', code, '~~~~'].join('\n')].join('\n\n');
