import { Subject } from 'rxjs';
import { VirtualTimeScheduler } from 'rxjs';
import type { ChatNotification, Origin } from 'rx-chat-notifications';
import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/jetstream/bridge/inOrder.ts';

const log = (origin: Origin, ...indices: readonly number[]): ChatNotification =>
  messageLog({ chatId: 'A', origin, messages: indices.map((index) => ({ index })) });

/** The indices that are released at once, and those after the wait. */
function run(...notifications: readonly ChatNotification[]): readonly [readonly number[], readonly number[]] {
  const scheduler = new VirtualTimeScheduler();
  const source = new Subject<ChatNotification>();
  const indices: number[] = [];
  source.pipe(inOrder({ chats: [] }, scheduler)).subscribe((notification) => {
    if (notification.kind === 'messages') indices.push(...notification.messages.map(({ index }) => index));
  });
  for (const notification of notifications) source.next(notification);
  const atOnce = [...indices];
  scheduler.flush();
  return [atOnce, indices.slice(atOnce.length)];
}

test.each<[string, readonly ChatNotification[], readonly number[], readonly number[]]>([
  ['messages in order pass at once', [log('live', 1, 2), log('live', 3)], [1, 2, 3], []],
  [
    'messages behind a gap wait for history',
    [log('live', 1), log('live', 4), log('history', 2, 3)],
    [1, 2, 3, 4],
    [],
  ],
  [
    'history that lacks indices proves that there are none',
    [log('live', 1), log('live', 7), log('history', 3, 5, 6)],
    [1, 3, 5, 6, 7],
    [],
  ],
  ['what is not fetched in time is released in order', [log('live', 5), log('live', 3)], [], [3, 5]],
  ['a late message passes at once', [log('live', 1, 2, 3), log('live', 2)], [1, 2, 3, 2], []],
  [
    'the end of a chat releases what waits',
    [log('live', 5), chatStateChange({ chat: { id: 'A', state: 'Completed' } })],
    [5],
    [],
  ],
])('%s', (_, notifications, atOnce, later) => {
  expect(run(...notifications)).toEqual([atOnce, later]);
});
