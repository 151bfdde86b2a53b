import { Subject } from 'rxjs';
import { chatDirectory, type ChatNotification } from '../../src/index.ts';
import { chatStateChange } from '../../src/testing/index.ts';
import { medianOf } from '../ratio.ts';
import type { BenchRow } from '../report.ts';
import { chatIds, timed } from './streams.ts';

const notifications = 50_000;

/** The milliseconds of a notification with so many chats alive. */
function timeAt(chats: number): number {
  const source$ = new Subject<ChatNotification>();
  const subscription = source$.pipe(chatDirectory()).subscribe();
  const changes = chatIds(chats).flatMap((id) =>
    ['Invited', 'Chatting'].map((state) => chatStateChange({ chat: { id, state, userData: { name: id } } })),
  );
  for (const change of changes) source$.next(change);
  const spent = timed(() => {
    for (let at = 0; at < notifications; at += 1) {
      const change = changes[at % changes.length];
      if (change !== undefined) source$.next(change);
    }
  });
  subscription.unsubscribe();
  return spent / notifications;
}

/** A notification costs about the same however many chats there are. */
export function directory(): BenchRow {
  const rounds = Array.from({ length: 7 }, () => ({ few: timeAt(10), many: timeAt(10_000) })).slice(2);
  return {
    bench: 'operators',
    case: 'chatDirectory: at 10,000 chats against 10',
    contender: 'ours',
    nsPerOp: medianOf(rounds.map(({ many }) => many * 1e6)),
    ratio: medianOf(rounds.map(({ few, many }) => many / few)),
    goal: 1.5,
  };
}
