import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { runBreaks } from './breaks.ts';
import { generate } from './generate.ts';
import { printed } from './printed.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

/**
 * `npm run simulate -- --seeds N --from S`: one seed after the other; the first of each kind of fault is shrunk. `--trace`
 * prints every event and effect of the shrunk run, `--stop N` ends after so many seeds that fail. `--sessions N` runs whole
 * sessions instead, `--breaks WORDS` breaks the rules whose descriptions hold these words (all with `''`).
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    shrink: { type: 'string', default: '1' },
    stop: { type: 'string', default: 'Infinity' },
    sessions: { type: 'string' },
    breaks: { type: 'string' },
  },
});
if (values.breaks !== undefined) {
  runBreaks(values.seeds, values.breaks);
  process.exit();
}
if (values.sessions !== undefined) process.exit(runSessions(values.sessions, values.from));
const [seeds, from, shrunk] = [Number(values.seeds), Number(values.from), Number(values.shrink)];
let failed = 0;
const started = performance.now();
const kinds = new Map<string, number[]>();
const total = { requests: 0, emitted: 0 };
for (let seed = from; seed < from + seeds; seed += 1) {
  const scenario = generate(seed);
  const { violation, requests, emitted } = simulate(scenario);
  total.requests += requests;
  total.emitted += emitted;
  if (violation === undefined) continue;
  failed += 1;
  const found = kinds.get(violation.kind) ?? [];
  kinds.set(violation.kind, found);
  found.push(seed);
  if (failed >= Number(values.stop)) break;
  if (found.length > shrunk) continue;
  const least = shrink(scenario, violation.kind);
  console.log(printed(least.scenario, least.violation ?? violation));
  if (values.trace) simulate(least.scenario, console.log);
}
for (const [kind, found] of kinds)
  console.log(`${kind}: ${found.length} seeds, such as ${found.slice(0, 10).join(', ')}`);
const duration = Math.round(performance.now() - started);
console.log(`${seeds} seeds, ${total.requests} requests, ${total.emitted} notifications, ${duration} ms`);
process.exitCode = kinds.size > 0 ? 1 : 0;

/** In Vitest: loading a module that is loaded already takes no time there, as in plain Node. */
function runSessions(count: string, from: string): number {
  const test = ['vitest', 'run', 'test/simulation/sessions/sessions.test.ts'];
  const env = { ...process.env, SESSIONS: count, SESSIONS_FROM: from };
  return spawnSync('npx', test, { env, stdio: 'inherit' }).status ?? 1;
}
