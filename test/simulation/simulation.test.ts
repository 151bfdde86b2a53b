import { describe, expect, it } from 'vitest';
import { generate } from './generate.ts';
import { printed } from './printed.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

const chunk = 25;

/** The shortest way to a violation, as a test to be pasted below. */
function failureOf(seed: number): string | undefined {
  const scenario = generate(seed);
  const { violation } = simulate(scenario);
  if (violation === undefined) return undefined;
  const least = shrink(scenario, violation.kind);
  return printed(least.scenario, least.violation ?? violation);
}

describe('desk and backfill against a model server in virtual time', () => {
  for (let from = 1; from <= 300; from += chunk) {
    it(`keep what they promise with the seeds ${from} to ${from + chunk - 1}`, () => {
      for (let seed = from; seed < from + chunk; seed += 1) expect(failureOf(seed)).toBeUndefined();
    });
  }

  it('run the same way for the same seed', () => {
    const run = (): readonly string[] => {
      const lines: string[] = [];
      simulate(generate(7), (line) => lines.push(line));
      return lines;
    };

    expect(run()).toEqual(run());
  });
});

describe('shrink', () => {
  it('leaves only the events without which the promise is kept', () => {
    const scenario = generate(11);
    const guilty = scenario.events[40];
    const run: typeof simulate = ({ events }) => ({
      requests: 0,
      emitted: 0,
      violation: events.includes(guilty ?? { at: 0, do: 'close' })
        ? { kind: 'messages', at: 0, detail: '' }
        : undefined,
    });

    expect(shrink(scenario, 'messages', run).scenario.events).toEqual([guilty]);
  });
});
