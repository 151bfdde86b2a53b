import { describe, expect, it } from 'vitest';
import { type Engine, ENGINES } from '../chaos/engines.ts';
import { report } from '../chaos/report.ts';
import { doubtsAbout, failuresOf, run } from '../chaos/run.ts';
import { scheduleOf, SIZES } from '../chaos/schedule.ts';
import { engine, engineName } from './engine.ts';

/** The simulator that the chaos suite starts is the one over this server. */
const over: Engine[] = ENGINES.slice(0, 1).map((chaos) => ({
  ...chaos,
  name: engineName,
  session: { transports: [engine.transport] },
}));

describe('chaos', () => {
  it.each([1, 2])(
    'over this server nothing is lost, doubled or out of place in the end: seed %i',
    { timeout: 90_000 },
    async (seed) => {
      for (const chaos of over) {
        const outcome = await run(scheduleOf(seed, SIZES.full), chaos);
        console.log(report(outcome));
        expect([...failuresOf(outcome), ...doubtsAbout(outcome)]).toEqual([]);
        expect(outcome.messages).toBeGreaterThan(5_000);
      }
    },
  );
});
