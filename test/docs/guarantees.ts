import ts from 'typescript';

const idsIn = (text: string): string[] => [...text.matchAll(/\[([A-Z]+[0-9]+)\]/g)].map(([, id = '']) => id);

/** The tests of a file whose titles bear ids. Most files have none, and are not parsed. */
export const provingTests = (code: string): TestOfFile[] =>
  idsIn(code).length === 0 ? [] : testsIn(code).filter(({ title }) => idsIn(title).length > 0);

/** The ids of the list items `- **[F1]** sentence.`, in order. */
export const sentenceIds = (markdown: string): string[] =>
  [...markdown.matchAll(/^- \*\*\[([A-Z]+[0-9]+)\]\*\* \S/gm)].map(([, id = '']) => id);

/** Lines that bear an id and are no such list item. */
export const malformedLines = (markdown: string): string[] =>
  markdown
    .split('\n')
    .filter((line) => /^\s*[-*].*\[[A-Z]+[0-9]+\]/.test(line) && sentenceIds(line).length === 0);

/** The ids in the titles of a test file; what is skipped proves nothing. */
export const testedIds = (code: string): string[] => provingTests(code).flatMap(({ title }) => idsIn(title));

const withoutComments: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.Latest,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

/** The titles of a test file's `it` and `test` calls that run, `.each` and `.for` among them. */
export const titlesOf = (code: string): string[] => testsIn(code).map(({ title }) => title);

interface TestOfFile {
  readonly title: string;
  readonly line: number;
  readonly code: string;
}

/** The tests of a file that run, each with the line where it stands and its code. */
function testsIn(text: string): TestOfFile[] {
  const tests: TestOfFile[] = [];
  const source = ts.createSourceFile('test.ts', text, withoutComments, true);
  const visit = (node: ts.Node): void => {
    const title =
      ts.isCallExpression(node) && provesSomething(node.expression) ? node.arguments[0] : undefined;
    if (title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) {
      const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
      tests.push({
        title: ts.isStringLiteralLike(title) ? title.text : title.getText(),
        line: line + 1,
        code: node.getText().replaceAll(`\n${' '.repeat(character)}`, '\n'),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return tests;
}

/** Whether a callee is `it`, `test`, or something of theirs that runs. */
function provesSomething(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'it' || callee.text === 'test';
  if (ts.isPropertyAccessExpression(callee)) {
    return !['skip', 'todo'].includes(callee.name.text) && provesSomething(callee.expression);
  }
  if (ts.isCallExpression(callee)) return provesSomething(callee.expression);
  return ts.isTaggedTemplateExpression(callee) && provesSomething(callee.tag);
}

export interface Mismatch {
  readonly sentencesWithoutTest: readonly string[];
  readonly testsWithoutSentence: readonly string[];
  readonly repeatedSentences: readonly string[];
}

/** What keeps sentences and tests from matching. */
export function mismatch(sentences: readonly string[], tested: readonly string[]): Mismatch {
  const listed = new Set(sentences);
  const proved = new Set(tested);
  return {
    sentencesWithoutTest: [...listed].filter((id) => !proved.has(id)),
    testsWithoutSentence: [...proved].filter((id) => !listed.has(id)),
    repeatedSentences: [...new Set(sentences.filter((id, at) => sentences.indexOf(id) !== at))],
  };
}
