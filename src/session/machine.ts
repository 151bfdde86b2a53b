/** What a step of a machine gives: its next state, and what is to be done. */
export interface Step<S, F> {
  readonly state: S;
  readonly effects: readonly F[];
}

/** A pure machine that runs: events go in, effects are performed. */
export interface RunningMachine<S, E> {
  dispatch(event: E): void;
  state(): S;
}

/**
 * Runs a pure machine. An event that is dispatched while effects are performed waits until they are done, so `step` and
 * `perform` never run inside themselves. A `perform` that throws loses neither the remaining effects nor the waiting
 * events: its error is reported as RxJS reports unhandled ones, in a task of its own.
 */
export function runMachine<S, E, F>(
  initial: S,
  step: (state: S, event: E) => Step<S, F>,
  perform: (effect: F) => void,
): RunningMachine<S, E> {
  let current = initial;
  const queue: E[] = [];
  let isRunning = false;

  function run(event: E): void {
    const { state, effects } = step(current, event);
    current = state;
    for (const effect of effects) {
      attempt(() => {
        perform(effect);
      });
    }
  }

  return {
    dispatch(event) {
      queue.push(event);
      if (isRunning) return;
      isRunning = true;
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const taken = next;
        attempt(() => {
          run(taken);
        });
      }
      isRunning = false;
    },
    state: () => current,
  };
}

/** Runs a task; what it throws is reported. */
export function attempt(task: () => void): void {
  try {
    task();
  } catch (error) {
    reportError(error);
  }
}

/** Reports an error that nobody can handle as RxJS does: it is thrown in a task of its own. */
export function reportError(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
