import { describe, expect, it } from 'vitest';
import { docCommentExamples, fencedExamples } from './extract.ts';

const page = (...lines: string[]): string => lines.join('\n');

describe('fencedExamples', () => {
  it('takes ts blocks with their places and the lines that they print', () => {
    const text = page('# A', '```ts', 'log(1); // → 1', '// → 2', '```', '```sh', 'npm ci', '```');
    expect(fencedExamples('a.md', text)).toEqual([
      {
        place: 'a.md:3',
        file: 'a.md',
        line: 3,
        code: 'log(1); // → 1\n// → 2',
        run: true,
        isJsx: false,
        prints: ['1', '2'],
      },
    ]);
  });

  it('does not run a block that says no-run', () => {
    expect(fencedExamples('a.md', page('```ts no-run', 'f();', '```'))).toMatchObject([{ run: false }]);
  });

  it('does not run a block of tsx', () => {
    expect(fencedExamples('a.md', page('```tsx', '<p />;', '```'))).toMatchObject([
      { run: false, isJsx: true },
    ]);
  });

  it('takes the indent of a list item off, and a fence within a longer fence as text', () => {
    expect(fencedExamples('a.md', page('1. x', '   ```ts', '   f(', '     1);', '   ```'))).toMatchObject([
      { code: 'f(\n  1);' },
    ]);
    expect(fencedExamples('a.md', page('````md', '```ts', 'f();', '```', '````'))).toEqual([]);
  });

  it.each([
    ['another name of the language', page('', '```typescript', 'f();', '```'), 'a.md:2: write ```ts'],
    [
      'an unknown word',
      page('```ts norun', 'f();', '```'),
      'a.md:1: after ```ts only no-run is known, not "norun"',
    ],
    ['an open fence', page('```ts', 'f();'), 'a.md:1: the fence is not closed'],
    ['an empty block', page('```ts', '', '```'), 'a.md:2: the example is empty'],
  ])('refuses %s', (_, text, message) => {
    expect(() => fencedExamples('a.md', text)).toThrow(message);
  });
});

describe('docCommentExamples', () => {
  it('takes the bare body of each @example', () => {
    const text = page(
      '/**',
      ' * One.',
      ' *',
      ' * @example',
      ' * if (a) {',
      ' *   f();',
      ' * }',
      ' * @see b',
      ' */',
      'export const a = 1;',
    );
    expect(docCommentExamples('a.ts', text)).toMatchObject([
      { place: 'a.ts:5', code: 'if (a) {\n  f();\n}', run: true },
    ]);
  });

  it('takes the fences where there are any', () => {
    const text = page(
      '/**',
      ' * @example A title',
      ' * ```ts no-run',
      ' * f();',
      ' * ```',
      ' */',
      'export function a() {}',
    );
    expect(docCommentExamples('a.ts', text)).toMatchObject([{ place: 'a.ts:4', code: 'f();', run: false }]);
  });

  it('finds those of members, and of one line', () => {
    const text = page('export interface A {', '  /** @example f(); */', '  readonly b: number;', '}');
    expect(docCommentExamples('a.ts', text)).toMatchObject([{ place: 'a.ts:2', code: 'f();' }]);
  });
});
