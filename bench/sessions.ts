/** What many sessions in one process cost: `npm run bench:sessions`, see `README.md`. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { medianOf } from './ratio.ts';
import { type BenchRow, report } from './report.ts';
import type { Measured } from './sessions/client.ts';

/** The goals at this size, and for the lag at the largest one. */
const goals = { size: 200, heap: 90_000, cpu: 1.3, lag: 100 };
const yardstick = 'node:http';
const contenders = [
  yardstick,
  'fetch',
  'dispatcher',
  'CometD over dispatcher',
  'CometD callback',
  'ours',
] as const;

const { values } = parseArgs({
  options: {
    size: { type: 'string', multiple: true, default: ['50', '200', '500'] },
    pairs: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true, default: [...contenders] },
    json: { type: 'boolean' }, // of `report`
  },
});

/** Compiled as for users: what runs TypeScript adds a call to each function that is made. */
const folder = fileURLToPath(new URL('../temp/sessions', import.meta.url));
await build({
  entryPoints: ['client', 'server'].map((name) =>
    fileURLToPath(new URL(`sessions/${name}.ts`, import.meta.url)),
  ),
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
const execArgv = ['--expose-gc'];

/** One run in a process of its own, against a server in another. */
async function measure(contender: string, size: number): Promise<Measured> {
  const server = fork(join(folder, 'server.mjs'), { execArgv });
  const [port] = (await once(server, 'message')) as [number];
  const client = fork(join(folder, 'client.mjs'), [contender, `http://127.0.0.1:${port}`, String(size)], {
    execArgv,
  });
  const failed = once(client, 'exit').then(([code]): never => {
    throw new Error(`${contender} with ${size} connections ended with ${code}`);
  });
  const [measured] = (await Promise.race([once(client, 'message'), failed])) as [Measured];
  failed.catch(() => undefined);
  await once(client, 'exit');
  server.disconnect();
  return measured;
}

/** The runs of each contender, in turn. */
async function runs(size: number): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const measured = new Map<string, Measured[]>(values.only.map((name) => [name, []]));
  for (let pair = 0; pair < Number(values.pairs); pair += 1)
    for (const [name, list] of measured) list.push(await measure(name, size));
  return measured;
}

function rows(size: number, measured: ReadonlyMap<string, readonly Measured[]>): readonly BenchRow[] {
  const of = (name: string, field: keyof Measured): readonly number[] =>
    (measured.get(name) ?? []).map((run) => run[field]);
  const row = (
    name: string,
    what: string,
    figures: Pick<BenchRow, 'nsPerOp' | 'ratio' | 'bytes'>,
    goal?: number,
  ): BenchRow => ({
    bench: 'sessions',
    case: `${size} connections, ${what}`,
    contender: name,
    ...figures,
    ...(name === 'ours' && goal !== undefined && { goal }),
  });
  const names = [...measured.keys()];
  const isGoal = size === goals.size;
  return [
    ...names.map((name) => {
      const bytes = medianOf(of(name, 'heap'));
      return row(
        name,
        `heap of each over ${goals.heap / 1_000} kB`,
        { nsPerOp: 0, bytes, ratio: bytes / goals.heap },
        isGoal ? 1 : undefined,
      );
    }),
    ...names.map((name) => {
      const cpu = of(name, 'cpu');
      const bare = of(yardstick, 'cpu');
      const ratio = medianOf(cpu.map((spent, at) => spent / (bare[at] ?? NaN)));
      return row(
        name,
        'CPU of a message',
        { nsPerOp: medianOf(cpu) * 1_000, ratio },
        isGoal ? goals.cpu : undefined,
      );
    }),
    ...names.map((name) => {
      const lag = medianOf(of(name, 'lag'));
      return row(
        name,
        `longest turn while they connect over ${goals.lag} ms`,
        { nsPerOp: lag * 1e6, ratio: lag / goals.lag },
        size === 500 ? 1 : undefined,
      );
    }),
  ];
}

const all: BenchRow[] = [];
for (const size of values.size) all.push(...rows(Number(size), await runs(Number(size))));
report(all, []);
