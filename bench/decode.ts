/** What decoding a message costs, in relation to parsing its text: `npm run bench:decode`, see `README.md`. */
import { readFileSync } from 'node:fs';
import { decodeNotification } from '../src/index.ts';
import { compare, type Runner, warmUp } from './ratio.ts';
import { type BenchRow, report } from './report.ts';
import { jsonSchema } from './decoders/ajv.ts';
import type { Decode, Decoders } from './decoders/decoders.ts';
import { ioTs } from './decoders/ioTs.ts';
import { valibot } from './decoders/valibot.ts';
import { zod } from './decoders/zod.ts';

const bench = 'decode';
const effort = { poolSize: 256, rounds: 5, passes: 400 };

interface Case {
  readonly name: string;
  readonly fixture: string;
  readonly shape: keyof Decoders;
  readonly goal: number;
}

const cases: readonly Case[] = [
  { name: 'seed state change', fixture: 'v2-properties-updated', shape: 'stateChange', goal: 0.13 },
  { name: 'seed message log', fixture: 'v2-new-messages', shape: 'messageLog', goal: 0.15 },
  {
    name: 'numeric/chatPath log',
    fixture: 'v2-chat-path-and-numeric-participants',
    shape: 'messageLog',
    goal: 0.3,
  },
  { name: 'v3 interaction', fixture: 'v3-interaction-state-changed', shape: 'interaction', goal: 0.35 },
  { name: 'v3 message log', fixture: 'v3-new-messages', shape: 'messageLog', goal: 0.3 },
];

const ours: Decode = (message) => {
  const result = decodeNotification(message);
  return result._tag === 'Right' ? result.right : undefined;
};

interface Race {
  readonly of: Case;
  readonly yardstick: Runner;
  readonly contenders: readonly Runner[];
  readonly refusedBy: readonly string[];
}

function raceOf(of: Case): Race {
  const fixture = new URL(`../test/fixtures/${of.fixture}.json`, import.meta.url);
  const text = JSON.stringify(JSON.parse(readFileSync(fixture, 'utf8')));
  const parse = (): unknown => JSON.parse(text);
  const pool = Array.from({ length: effort.poolSize }, parse);
  const decoders: Readonly<Record<string, Decode>> = {
    'io-ts': ioTs[of.shape],
    ours,
    zod: zod[of.shape],
    valibot: valibot[of.shape],
    ajv: jsonSchema[of.shape],
  };
  const accepting = Object.entries(decoders).filter(([, decode]) => decode(parse()) !== undefined);
  return {
    of,
    yardstick: { contender: 'JSON.parse', run: parse },
    contenders: accepting.map(([contender, decode]) => ({ contender, run: (at) => decode(pool[at]) })),
    refusedBy: Object.keys(decoders).filter((name) => !accepting.some(([accepted]) => accepted === name)),
  };
}

const races = cases.map(raceOf);
// All of them before any is measured: a decoder is to be as used to other shapes as it is in an application.
for (const { yardstick, contenders } of races) warmUp([yardstick, ...contenders], effort);

const rows = races.flatMap(({ of, yardstick, contenders }) =>
  compare(yardstick, contenders, effort).map((timing): BenchRow => ({
    bench,
    case: of.name,
    ...timing,
    ...(timing.contender === 'ours' && { goal: of.goal }),
  })),
);
const complaints = races.flatMap(({ of, refusedBy }) =>
  refusedBy.map((contender) => `${bench}, ${of.name}: ${contender} is missing, for it refuses the payload`),
);
report(rows, complaints);
