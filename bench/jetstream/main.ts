import { parseArgs } from 'node:util';
import { type BridgesRun, runBridges } from './bridges.ts';
import { publishing, replaying, type Throughput } from './throughput.ts';

/** The figures of issue 21. `npm run bench:jetstream -- --only publish|replay|bridges` measures one of them. */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    size: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
});
const isWanted = (name: string): boolean => values.only === undefined || values.only === name;
const failures: string[] = [];

function report(name: string, rows: readonly Throughput[], goal: number): void {
  for (const { contender, perSecond, ratio } of rows)
    console.log(
      `${name}  ${contender.padEnd(34)} ${perSecond.toFixed(0).padStart(8)}/s  ${ratio.toFixed(2)}`,
    );
  const ratio = rows.at(-1)?.ratio ?? 0;
  if (ratio < goal) failures.push(`${name}: the ratio is ${ratio.toFixed(2)}; the goal is at least ${goal}`);
}

if (isWanted('publish')) report('publish', await publishing(20_000, 5), 0.8);
if (isWanted('replay')) report('replay ', await replaying(Number(values.size), 3), 0.5);
if (isWanted('bridges')) {
  const run: BridgesRun = await runBridges({ agents: 200, messages: 5_000, kills: 5, brokerKills: 2 });
  console.log(JSON.stringify(run, undefined, 2));
  failures.push(...run.failures);
}
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
