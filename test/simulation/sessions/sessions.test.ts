import { writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateSession } from './sessionScenario.ts';
import { simulateSession } from './simulateSession.ts';

/** `npm run simulate -- --sessions N --from S` sets them. */
const { SESSIONS: count = '50', SESSIONS_FROM: first = '1', SESSIONS_TRACE: trace } = process.env;
const [last, start, chunk] = [Number(first) + Number(count), Number(first), 10];

const print = (line: string): void => {
  writeSync(2, `${line}\n`);
};

async function failureOf(seed: number): Promise<string | undefined> {
  const { violation } = await simulateSession(generateSession(seed), trace === undefined ? undefined : print);
  if (violation === undefined) return undefined;
  return `seed ${seed}: ${violation.kind} at ${Math.round(violation.at)}: ${violation.detail}`;
}

describe('a whole session over a scripted fetch in virtual time', () => {
  for (let from = start; from < last; from += chunk) {
    const until = Math.min(from + chunk, last);
    it(`keeps what it promises with the seeds ${from} to ${until - 1}`, { timeout: 60_000 }, async () => {
      const failures: string[] = [];
      for (let seed = from; seed < until; seed += 1) {
        const failure = await failureOf(seed);
        if (failure !== undefined) failures.push(failure);
      }
      expect(failures).toEqual([]);
    });
  }

  it('runs the same way for the same seed', async () => {
    const run = async (): Promise<readonly string[]> => {
      const lines: string[] = [];
      await simulateSession(generateSession(4), (line) => lines.push(line));
      return lines;
    };

    expect(await run()).toEqual(await run());
  });
});
