import { asyncScheduler, concat, NEVER, of } from 'rxjs';
import type { ChatNotification, MessageLogUpdate } from 'rx-chat-notifications';
import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, test } from 'vitest';
import { inOrder } from '../../src/jetstream/bridge/inOrder.ts';

const log = (chatId: string, ...indices: readonly number[]): MessageLogUpdate =>
  messageLog({ chatId, messages: indices.map((index) => ({ index, text: `text ${index}` })) });

/** What passes at once: `A 1` for a message, else the state. */
function passed(...notifications: readonly ChatNotification[]): readonly string[] {
  const seen: string[] = [];
  concat(of(...notifications), NEVER)
    .pipe(inOrder({ chats: [] }, asyncScheduler))
    .subscribe((one) => {
      if (one.kind === 'messages') seen.push(...one.messages.map(({ index }) => `${one.chatId} ${index}`));
      else seen.push(one.chat?.state ?? one.kind);
    })
    .unsubscribe();
  return seen;
}

describe('the messages of a bridge', () => {
  test('wait behind a gap until it is closed', () => {
    expect(passed(log('A', 1), log('A', 3))).toEqual(['A 1']);
    expect(passed(log('A', 1), log('A', 3), log('A', 2))).toEqual(['A 1', 'A 2', 'A 3']);
  });

  test('do not wait for a chat that has ended', () => {
    const ended = chatStateChange({ chat: { id: 'A', state: 'Completed' } });
    expect(passed(log('A', 1), log('A', 3), ended)).toEqual(['A 1', 'A 3', 'Completed']);
  });

  test('pass at once after the end, where they continue the chat', () => {
    const ended = chatStateChange({ chat: { id: 'A', state: 'Completed' } });
    expect(passed(log('A', 1, 2), ended, log('A', 3))).toEqual(['A 1', 'A 2', 'Completed', 'A 3']);
  });
});
