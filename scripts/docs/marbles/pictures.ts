import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { testedIds } from '../../../test/docs/guarantees.ts';
import { drawingOf } from './drawing.ts';
import { pipelineAt, variableAt } from './pipeline.ts';
import type { Recording } from './recording.ts';
import { recordTests } from './recordTests.ts';
import type { Reference } from './references.ts';
import { sceneOf } from './composition.ts';

/** The pictures that pages show, by file, and what is wrong with those that cannot be drawn. */
export interface Pictures {
  readonly drawn: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** Draws each picture from the first test with its id that has marbles. */
export async function picturesFor(
  root: string,
  references: readonly Reference[],
  testFiles: readonly string[],
): Promise<Pictures> {
  const ids = [...new Set(references.map(({ id }) => id))];
  const tested = new Map(testFiles.map((file) => [file, testedIds(readFileSync(join(root, file), 'utf8'))]));
  const files = testFiles.filter((file) => tested.get(file)?.some((id) => ids.includes(id)));
  const recordings = files.length === 0 ? [] : await recordTests(root, files, ids);
  const drawn = new Map<string, string>();
  const problems: string[] = [];
  for (const { page, id, file } of references) {
    const recording = recordings.find(({ title }) => title.includes(`[${id}]`));
    if (recording !== undefined) drawn.set(file, await drawingFrom(recording));
    else if (files.some((path) => tested.get(path)?.includes(id)))
      problems.push(`${page}: no test of [${id}] has marbles`);
    else problems.push(`${page}: no test bears [${id}]`);
  }
  return { drawn, problems };
}

async function drawingFrom(recording: Recording): Promise<string> {
  const pipelines = recording.expectations.map(({ places }) => pipelineAt(places));
  const formatted = pipelines.map(async ({ operators, streams }) => ({
    operators: await Promise.all(operators.map(formattedCode)),
    streams,
  }));
  const names = recording.sources.map(({ places }) => variableAt(places));
  const title = recording.title.replace(/^.*\[\w+\] */, '');
  return drawingOf(sceneOf({ ...recording, title }, { pipelines: await Promise.all(formatted), names }));
}

async function formattedCode(code: string): Promise<string> {
  const text = await format(code, { parser: 'typescript', printWidth: 68, singleQuote: true });
  return text.trimEnd().replace(/;$/, '');
}
