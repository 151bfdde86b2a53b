import type { Subject } from 'rxjs';
import { type MessageLogUpdate, transcriptAccumulator } from '../../src/index.ts';
import { medianOf } from '../ratio.ts';
import type { BenchRow } from '../report.ts';
import { collectGarbage, timeOf } from './streams.ts';

const many = 1_000_000;
const few = 1_000;
const turned = 3_000;

const accumulate = (source$: Subject<MessageLogUpdate>): { unsubscribe: () => void } =>
  source$.pipe(transcriptAccumulator()).subscribe();

/** Whether a message costs the same at the end of a long chat, and how much more it costs before its end. */
export function append(): readonly BenchRow[] {
  const round = (): Readonly<Record<'short' | 'long' | 'ordered' | 'reversed', number>> => {
    let short = 0;
    collectGarbage(); // a round must not collect what an earlier one left
    for (let chat = 0; chat < 200; chat += 1) short += timeOf(accumulate, few) / 200;
    collectGarbage();
    return {
      short: short / few,
      long: timeOf(accumulate, many) / many,
      ordered: timeOf(accumulate, turned) / turned,
      reversed: timeOf(accumulate, turned, true) / turned,
    };
  };
  const rounds = Array.from({ length: 6 }, round).slice(1); // one to warm up
  const row = (name: string, ours: 'long' | 'reversed', yardstick: 'short' | 'ordered'): BenchRow => ({
    bench: 'operators',
    case: name,
    contender: 'ours',
    nsPerOp: medianOf(rounds.map((spent) => spent[ours] * 1e6)),
    ratio: medianOf(rounds.map((spent) => spent[ours] / spent[yardstick])),
  });
  return [
    { ...row('append: at 1,000,000 messages against 1,000', 'long', 'short'), goal: 1.3 },
    row('insert: 3,000 messages reversed against ordered', 'reversed', 'ordered'),
  ];
}
