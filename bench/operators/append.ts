import { transcriptAccumulator } from '../../src/index.ts';
import { medianOf } from '../ratio.ts';
import type { BenchRow } from '../report.ts';
import { messagesOf, type Notifications, pushing, toldOneByOne } from './streams.ts';

const bench = 'operators';
const many = 1_000_000;
const few = 1_000;
const reversed = 100_000;

const accumulate = pushing<Notifications[number]>((source$) =>
  source$.pipe(transcriptAccumulator()).subscribe(),
);

/** A message costs the same at the end of a long chat, and little more when everything comes the wrong way round. */
export function append(): readonly BenchRow[] {
  const long = toldOneByOne('A', messagesOf(many));
  const short = long.slice(0, few);
  const ordered = long.slice(0, reversed);
  const backwards = [...ordered].reverse();
  for (let round = 0; round < 20; round += 1) accumulate(ordered);

  const rounds = Array.from({ length: 5 }, () => {
    const shortOnes =
      Array.from({ length: 200 }, () => accumulate(short)).reduce((sum, one) => sum + one) / 200;
    return {
      short: shortOnes / few,
      long: accumulate(long) / many,
      ordered: accumulate(ordered) / reversed,
      reversed: accumulate(backwards) / reversed,
    };
  });
  const row = (
    name: string,
    goal: number,
    ours: 'long' | 'reversed',
    yardstick: 'short' | 'ordered',
  ): BenchRow => ({
    bench,
    case: name,
    contender: 'ours',
    nsPerOp: medianOf(rounds.map((round) => round[ours] * 1e6)),
    ratio: medianOf(rounds.map((round) => round[ours] / round[yardstick])),
    goal,
  });
  return [
    row('append: at 1,000,000 messages against 1,000', 1.5, 'long', 'short'),
    row('insert: 100,000 messages reversed against ordered', 20, 'reversed', 'ordered'),
  ];
}
