import { Subject, VirtualTimeScheduler } from 'rxjs';
import {
  chatDirectory,
  type ChatNotification,
  decodeNotification,
  dedupeByIndex,
  transcriptAccumulator,
} from '../../src/index.ts';
import { chatStateChange, messageLog } from '../../src/testing/index.ts';
import type { BenchRow } from '../report.ts';
import { collectGarbage, logText } from './streams.ts';

/** The bytes that are held now. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const row = (name: string, ratio: number, goal: number): BenchRow => ({
  bench: 'operators',
  case: name,
  contender: 'ours',
  nsPerOp: 0, // it is bytes that are compared
  ratio: Number(ratio.toFixed(3)),
  goal,
});

const logs = 50_000;

/** The bytes that a message costs when all of a chat is held by `hold`. */
function bytesPerMessage(hold: (message: unknown) => unknown): number {
  const before = heldBytes();
  const held: unknown[] = [];
  for (let at = 0; at < logs; at += 1) held.push(hold(JSON.parse(logText('A', 2 * at))));
  const bytes = heldBytes() - before;
  if (held.length !== logs) throw new Error('nothing is held');
  return (bytes - logs * 8) / (2 * logs);
}

function pipelineBytesPerMessage(): number {
  const source$ = new Subject<ChatNotification>();
  const subscription = source$.pipe(dedupeByIndex(), transcriptAccumulator()).subscribe();
  const bytes = bytesPerMessage((message) => {
    const decoded = decodeNotification(message);
    if (decoded._tag === 'Right') source$.next(decoded.right);
    return undefined;
  });
  subscription.unsubscribe();
  return bytes;
}

/** What deduplication and transcript hold for a message, in relation to the parsed message. */
export function heldPerMessage(): BenchRow {
  const parsed = bytesPerMessage((message) => (message as { data: { messages: unknown } }).data.messages);
  return row('memory: held for a message against the parsed one', pipelineBytesPerMessage() / parsed, 1.3);
}

/** What is held after 100,000 chats have come and gone, in relation to what was held before. */
export function heldAfterChats(): BenchRow {
  const scheduler = new VirtualTimeScheduler();
  const source$ = new Subject<ChatNotification>();
  const logs$ = source$.pipe(dedupeByIndex({ scheduler }));
  const subscription = logs$.pipe(transcriptAccumulator({ scheduler })).subscribe();
  subscription.add(logs$.pipe(chatDirectory({ scheduler })).subscribe());
  const comeAndGo = (from: number, to: number): void => {
    for (let at = from; at < to; at += 1) {
      const id = `chat ${at}`;
      source$.next(chatStateChange({ chat: { id, userData: { id } } }));
      source$.next(messageLog({ chatId: id, messages: [{ index: 1 }, { index: 2, text: id }] }));
      source$.next(chatStateChange({ chat: { id, state: 'Completed' } }));
      if (at % 1_000 === 999) scheduler.flush();
    }
    scheduler.flush();
  };
  comeAndGo(0, 5_000);
  const before = heldBytes();
  comeAndGo(5_000, 105_000);
  const ratio = heldBytes() / before;
  subscription.unsubscribe();
  return row('memory: after 100,000 chats against before', ratio, 1.05);
}
