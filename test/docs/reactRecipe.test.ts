import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Window } from 'happy-dom';
import { expect, it, onTestFinished, vi } from 'vitest';
import { root } from '../../scripts/docs/project.ts';
import { fencedExamples } from './extract.ts';

const page = 'docs/recipes/react.md';
const folder = `${root}temp/reactRecipe/`;

it('the component of the React recipe passes the test of the recipe', { timeout: 60_000 }, async () => {
  const examples = fencedExamples(page, readFileSync(`${root}${page}`, 'utf8'));
  const codeWith = (part: string): string => {
    const { code } = examples.find((example) => example.code.includes(part)) ?? { code: '' };
    return code;
  };
  const test = codeWith("from 'react-dom/client'");
  const line = /^\/\/ In your project: (import .*)$/m.exec(test)?.[1] ?? '';
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
    vi.unstubAllGlobals();
  });
  writeFileSync(`${folder}TranscriptPage.tsx`, codeWith('createContext'));
  writeFileSync(`${folder}test.tsx`, `${line}\n${test.replaceAll(/^declare .*$/gm, '')}`);
  const window = new Window();
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', window.document);
  vi.stubGlobal('navigator', window.navigator);
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined);

  await import(/* @vite-ignore */ `${folder}test.tsx`);

  expect(errors.mock.calls).toEqual([]); // React reports repeated keys there
});
