/** `npm run chaos`: see `README.md`. */
import { parseArgs } from 'node:util';
import { ENGINES } from './engines.ts';
import { report, reportShrunk } from './report.ts';
import { doubtsAbout, failuresOf, type Outcome, run } from './run.ts';
import { type Schedule, scheduleOf, SIZES } from './schedule.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    from: { type: 'string', default: '1' },
    only: { type: 'string' },
    size: { type: 'string', default: 'full' },
    shrink: { type: 'string', default: '180' },
  },
});

const wholeNumber = (option: 'seeds' | 'from' | 'shrink'): number => {
  if (/^\d+$/.test(values[option])) return Number(values[option]);
  throw new Error(`--${option} must be a whole number, got ${values[option]}`);
};

function oneOf<T>(option: string, name: string, known: Readonly<Record<string, T>>): T {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined) {
    throw new Error(`--${option} must be one of ${Object.keys(known).join(', ')}, got ${name}`);
  }
  return found;
}

/** Looks for the faults without which the seed does not fail, as long as it was told. */
async function minimize({ schedule, engine }: Outcome, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  const fails = async (faults: Schedule['faults']): Promise<boolean> =>
    failuresOf(await run({ ...schedule, faults }, engine)).length > 0;
  console.log(reportShrunk(await shrink(schedule.faults, fails, () => performance.now() > deadline)));
}

const seeds = wholeNumber('seeds');
const from = wholeNumber('from');
const size = oneOf('size', values.size, SIZES);
const byName = Object.fromEntries(ENGINES.map((engine) => [engine.name, engine]));
const engines = values.only === undefined ? ENGINES : [oneOf('only', values.only, byName)];
let bad = 0;
for (const engine of engines) {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const outcome = await run(scheduleOf(seed, size), engine);
    console.log(report(outcome));
    const hasFailed = failuresOf(outcome).length > 0;
    if (hasFailed) await minimize(outcome, wholeNumber('shrink'));
    if (hasFailed || doubtsAbout(outcome).length > 0) bad += 1;
  }
}
console.log(
  bad === 0
    ? `${seeds * engines.length} runs, all clean`
    : `${bad} of ${seeds * engines.length} runs are bad`,
);
process.exitCode = bad === 0 ? 0 : 1;
