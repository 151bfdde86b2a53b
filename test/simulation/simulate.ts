import type { Scenario } from './scenario.ts';
import { type Violation, ViolationError } from './violation.ts';
import { World } from './world/world.ts';

/** What a run was like. */
export interface Outcome {
  readonly violation: Violation | undefined;
  readonly requests: number;
  readonly emitted: number;
}

/** Runs a scenario to its end, or to the first violation. Errors that the machines throw are violations, too. */
export function simulate(scenario: Scenario, trace?: (line: string) => void): Outcome {
  const world = new World(scenario, trace);
  try {
    world.run();
  } catch (error) {
    if (error instanceof ViolationError) return { ...world.counts(), violation: error.violation };
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...world.counts(), violation: { kind: 'exception', at: world.now(), detail } };
  }
  return { ...world.counts(), violation: undefined };
}
