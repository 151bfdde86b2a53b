import ts from 'typescript';

/** One code example of a page or a doc comment. */
export interface Example {
  /** Where it stands, as `path:line` of its first line of code. */
  readonly place: string;
  readonly file: string;
  readonly line: number;
  readonly code: string;
  /** Whether it is run, too, or only type-checked. */
  readonly run: boolean;
  readonly isJsx: boolean;
  /** The lines that it says it prints. */
  readonly prints: readonly string[];
}

const codeLanguages = new Set(['typescript', 'mts', 'cts', 'javascript', 'js', 'jsx', 'mjs', 'cjs']);

/**
 * The examples of a Markdown text. A fence opens with ` ```ts ` (type-checked and run), or with ` ```ts no-run ` or
 * ` ```tsx ` (type-checked only). Code under any other name of TypeScript or JavaScript would go unchecked, so it is refused.
 */
export function fencedExamples(file: string, text: string, firstLine = 1): Example[] {
  const examples: Example[] = [];
  let fence: { mark: string; indent: number; start: number; info: string } | undefined;
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const [, indent = '', mark = '', info = ''] = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined) {
      if (mark !== '') fence = { mark, indent: indent.length, start: at + 1, info: info.trim() };
    } else if (mark.startsWith(fence.mark) && info.trim() === '') {
      const { info: opened, indent: depth, start } = fence;
      const run = runs(opened, `${file}:${String(firstLine + start - 1)}`);
      const code = lines.slice(start, at).map((inner) => inner.slice(Math.min(depth, inner.search(/\S|$/))));
      const isJsx = opened.startsWith('tsx');
      if (run !== undefined) examples.push({ ...exampleAt(file, firstLine + start, code, run), isJsx });
      fence = undefined;
    }
  }
  if (fence !== undefined)
    throw new Error(`${file}:${String(firstLine + fence.start - 1)}: the fence is not closed`);
  return examples;
}

function runs(info: string, place: string): boolean | undefined {
  const [language = '', ...words] = info.split(/\s+/);
  if (codeLanguages.has(language))
    throw new Error(`${place}: write \`\`\`ts, so that the example is checked`);
  if (language === 'tsx' && words.length === 0) return false;
  if (language !== 'ts') return undefined;
  if (words.length === 0) return true;
  if (words.join(' ') === 'no-run') return false;
  throw new Error(`${place}: after \`\`\`ts only no-run is known, not "${words.join(' ')}"`);
}

/** The examples of a TypeScript file's doc comments: the body of each `@example`, or the fences in it. */
export function docCommentExamples(file: string, text: string): Example[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const tags = new Map<number, ts.JSDocTag>();
  const visit = (node: ts.Node): void => {
    for (const tag of ts.getJSDocTags(node)) if (tag.tagName.text === 'example') tags.set(tag.pos, tag);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...tags.values()].flatMap((tag) => {
    const line = source.getLineAndCharacterOfPosition(tag.getStart()).line + 1;
    const body = text
      .slice(tag.tagName.end, tag.end)
      .replace(/[\s*/]+$/, '')
      .split('\n')
      .map((inner, at) => (at === 0 ? inner.trim() : inner.replace(/^\s*\* ?/, '')));
    return body.some((inner) => inner.startsWith('```'))
      ? fencedExamples(file, body.join('\n'), line)
      : [exampleAt(file, line, body, true)];
  });
}

function exampleAt(file: string, line: number, lines: readonly string[], run: boolean): Example {
  const blank = lines.findIndex((inner) => inner.trim() !== '');
  if (blank < 0) throw new Error(`${file}:${String(line)}: the example is empty`);
  const code = lines.slice(blank).join('\n');
  const prints = [...code.matchAll(/\/\/ → ?(.*)$/gm)].map(([, printed = '']) => printed.trimEnd());
  return {
    place: `${file}:${String(line + blank)}`,
    file,
    line: line + blank,
    code,
    run,
    isJsx: false,
    prints,
  };
}
