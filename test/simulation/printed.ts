import type { Scenario } from './scenario.ts';
import type { Violation } from './violation.ts';

/** A scenario as a test that can be pasted into `simulation.test.ts`. */
export function printed({ events, ...scenario }: Scenario, violation: Violation): string {
  const lines = events.map((event) => `      ${JSON.stringify(event)},`);
  return [
    `it('seed ${scenario.seed}: ${violation.kind}', () => {`,
    `  // ${violation.detail.split('\n')[0]} (at ${Math.round(violation.at)} ms)`,
    `  const { violation } = simulate({`,
    `    ...${JSON.stringify(scenario)},`,
    `    events: [`,
    ...lines,
    `    ],`,
    `  });`,
    `  expect(violation).toBeUndefined();`,
    `});`,
  ].join('\n');
}
