import { scan, type Subject } from 'rxjs';
import {
  type ChatMessage,
  dedupeByIndex,
  type MessageLogUpdate,
  transcriptAccumulator,
} from '../../src/index.ts';
import { medianOf } from '../ratio.ts';
import type { BenchRow } from '../report.ts';
import { timeOf } from './streams.ts';

const messages = 10_000;

/** What one would write. */
const byHand = (source$: Subject<MessageLogUpdate>): { unsubscribe: () => void } =>
  source$
    .pipe(
      scan<MessageLogUpdate, readonly ChatMessage[]>(
        (all, n) => [...all, ...n.messages.filter((m) => !all.some((x) => x.index === m.index))],
        [],
      ),
    )
    .subscribe();

const ours = (source$: Subject<MessageLogUpdate>): { unsubscribe: () => void } =>
  source$.pipe(dedupeByIndex(), transcriptAccumulator()).subscribe();

/** Against an array that is copied for each message and searched for each. */
export function againstByHand(): readonly BenchRow[] {
  for (let round = 0; round < 20; round += 1) timeOf(ours, messages); // to warm up
  const rounds = Array.from({ length: 6 }, () => ({
    ours: timeOf(ours, messages),
    byHand: timeOf(byHand, messages),
  })).slice(1);
  const row = (contender: string, at: 'ours' | 'byHand', goal?: number): BenchRow => ({
    bench: 'operators',
    case: 'dedupe and transcript against a scan: 10,000 messages',
    contender,
    nsPerOp: medianOf(rounds.map((round) => (round[at] * 1e6) / messages)),
    ratio: medianOf(rounds.map((round) => round[at] / round.byHand)),
    ...(goal !== undefined && { goal }),
  });
  return [row('scan', 'byHand'), row('ours', 'ours', 0.05)];
}
