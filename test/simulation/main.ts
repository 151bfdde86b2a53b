import { parseArgs } from 'node:util';
import { generate } from './generate.ts';
import { printed } from './printed.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

/** `--trace` prints every event and effect of the shrunk run. `npm run simulate -- --seeds N --from S`: one seed after the other; the first of each kind of fault is shrunk. */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    shrink: { type: 'string', default: '1' },
  },
});
const [seeds, from, shrunk] = [Number(values.seeds), Number(values.from), Number(values.shrink)];
const started = performance.now();
const kinds = new Map<string, number[]>();
const total = { requests: 0, emitted: 0 };
for (let seed = from; seed < from + seeds; seed += 1) {
  const scenario = generate(seed);
  const { violation, requests, emitted } = simulate(scenario);
  total.requests += requests;
  total.emitted += emitted;
  if (violation === undefined) continue;
  const found = kinds.get(violation.kind) ?? [];
  kinds.set(violation.kind, found);
  found.push(seed);
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
