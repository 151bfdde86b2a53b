import type { ScriptStep } from './chatScript.ts';

/** What a run of the script needs. */
export interface ScriptOptions {
  readonly steps: Iterator<ScriptStep, void>;
  readonly messagesPerSecond: number;
  /** Whether anybody listens now; while nobody does, the script waits. */
  readonly heard: () => boolean;
  readonly perform: (step: ScriptStep) => void;
}

/** The script under way. */
export interface ScriptRun {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly end: () => void;
}

const TICK = 20;

/** At most so many late steps run at once, so that the event loop stays free for the clients. */
const MOST_PER_TICK = 1_000;

/** Performs the steps at the pace of so many log entries a second. */
export function runScript({ steps, messagesPerSecond, heard, perform }: ScriptOptions): ScriptRun {
  let paused = false;
  let due = 0;
  let last = performance.now();

  const timer = setInterval(() => {
    const now = performance.now();
    const waits = paused || !heard();
    if (!waits) due = Math.min(due + ((now - last) * messagesPerSecond) / 1_000, MOST_PER_TICK);
    last = now;
    while (!waits && due >= 1) {
      const { done, value: step } = steps.next();
      if (done === true) {
        clearInterval(timer);
        return;
      }
      if (step.kind === 'log') due -= step.entries.length;
      perform(step);
    }
  }, TICK);

  return {
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
    end: () => {
      clearInterval(timer);
    },
  };
}
