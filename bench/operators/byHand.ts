import { filter, scan, type Subject } from 'rxjs';
import {
  type ChatMessage,
  type ChatNotification,
  dedupeByIndex,
  isMessageLogUpdate,
  transcriptAccumulator,
} from '../../src/index.ts';
import { medianOf } from '../ratio.ts';
import type { BenchRow } from '../report.ts';
import { messagesOf, pushing, toldOneByOne } from './streams.ts';

const messages = 10_000;

/** What one would write. */
const byHand = (source$: Subject<ChatNotification>): { unsubscribe: () => void } =>
  source$
    .pipe(
      filter(isMessageLogUpdate),
      scan<{ readonly messages: readonly ChatMessage[] }, readonly ChatMessage[]>(
        (all, n) => [...all, ...n.messages.filter((m) => !all.some((x) => x.index === m.index))],
        [],
      ),
    )
    .subscribe();

const ours = (source$: Subject<ChatNotification>): { unsubscribe: () => void } =>
  source$.pipe(dedupeByIndex(), transcriptAccumulator()).subscribe();

/** Against an array that is copied for each message and searched for each. */
export function againstByHand(): readonly BenchRow[] {
  const told = toldOneByOne('A', messagesOf(messages));
  const rounds = Array.from({ length: 6 }, () => ({
    ours: pushing<ChatNotification>(ours)(told),
    byHand: pushing<ChatNotification>(byHand)(told),
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
