import { parseArgs } from 'node:util';
import { type BridgesRun, runBridges } from './bridges.ts';
import { sizing } from './sizing.ts';
import { publishing, replaying, type Throughput } from './throughput.ts';

/** `npm run bench:jetstream -- --only publish|replay|bridges|sizing` measures one of them. */
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
if (isWanted('sizing')) {
  for (const agents of [50, 200, 500]) {
    const { connected, idle, busy, cpu } = await sizing(agents);
    console.log(
      `sizing   ${String(agents).padStart(3)} agents: connected after ${connected.toFixed(1)} s, ` +
        `${idle.toFixed(0)} MB idle, ${busy.toFixed(0)} MB after the messages, ${cpu.toFixed(2)} ms CPU a message`,
    );
  }
}
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
