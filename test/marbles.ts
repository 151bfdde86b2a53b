import { type RunHelpers, TestScheduler } from 'rxjs/testing';
import { expect } from 'vitest';

/** `npm run docs` draws pictures from what is written to this folder. */
const recordings = process.env['MARBLE_RECORDINGS'];
const recording = recordings === undefined ? undefined : await import('./recordMarbles.ts');

/** Runs a marble test in virtual time. */
export function marbles(test: (helpers: RunHelpers) => void): void {
  const run = (body: typeof test): void => {
    new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    }).run(body);
  };
  if (recording === undefined || recordings === undefined) run(test);
  else recording.recordMarbles(recordings, run, test);
}
