import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunHelpers } from 'rxjs/testing';
import { expect } from 'vitest';
import { Recorder } from '../scripts/docs/marbles/recorder.ts';

type MarbleTest = (helpers: RunHelpers) => void;

/** Runs a marble test and, all of it being true, appends what it did to a file of this process in the folder. */
export function recordMarbles(folder: string, run: (test: MarbleTest) => void, test: MarbleTest): void {
  const recorder = new Recorder();
  run((helpers) => {
    test(recorder.listeningTo(helpers));
  });
  const { currentTestName = '', testPath = '' } = expect.getState();
  const line = JSON.stringify(recorder.recording(currentTestName, testPath));
  appendFileSync(join(folder, `${process.pid}.ndjson`), `${line}\n`);
}
