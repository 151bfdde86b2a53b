import { expect, it } from 'vitest';
import { simulate } from './simulation/simulate.ts';

const seeds = Number(process.env['SEEDS'] ?? 2_000);
const first = Number(process.env['SEED'] ?? 1);

it(
  `[TB1] ${seeds} seeds: nothing is lost, duplicated or out of order, whichever tab leads`,
  { timeout: 300_000 },
  () => {
    for (let seed = first; seed < first + seeds; seed += 1) {
      if (simulate(seed).violations.length === 0) continue;
      const { violations, events } = simulate(seed, true);
      expect.fail(`SEED=${seed}\n${events.slice(-400).join('\n')}\n\n${violations.join('\n')}`);
    }
  },
);
