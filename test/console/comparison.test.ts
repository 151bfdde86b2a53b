import { from } from 'rxjs';
import {
  chatDirectory,
  type ChatMessage,
  type ChatNotification,
  type MessageLogUpdate,
} from 'rx-chat-notifications';
import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import {
  type Comparison,
  comparisonAfter,
  type ComparisonEvent,
  emptyComparison,
} from '../../examples/web-console/page/model/comparison.ts';
import { tallyOf } from '../../examples/web-console/page/model/tally.ts';

describe('a tally', () => {
  it.each([
    ['what is right', ['a', 'b', 'c'], { lost: 0, doubled: 0, misplaced: 0 }],
    ['what is lost', ['a', 'c'], { lost: 1, doubled: 0, misplaced: 0 }],
    ['what is doubled', ['a', 'b', 'b', 'c', 'a'], { lost: 0, doubled: 2, misplaced: 0 }],
    ['what is out of place, as few as can be moved', ['c', 'a', 'b'], { lost: 0, doubled: 0, misplaced: 1 }],
    [
      'not what was said before, or is not told yet',
      ['0', 'a', 'b', 'c', 'd'],
      { lost: 0, doubled: 0, misplaced: 0 },
    ],
    ['nothing held', [], { lost: 3, doubled: 0, misplaced: 0 }],
  ])('counts %s', (_, held, tally) => {
    expect(tallyOf(['a', 'b', 'c'], held)).toEqual(tally);
  });
});

const log = (...indices: readonly number[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', messages: indices.map((index) => ({ index, text: `text ${index}` })) });

const messagesOf = (...indices: readonly number[]): readonly ChatMessage[] => log(...indices).messages;

const sent = (...indices: readonly number[]): ComparisonEvent => ({
  kind: 'sent',
  sent: [
    {
      chatId: 'A',
      messages: messagesOf(...indices).map(({ index, type, from, text = '' }) => [
        index,
        type,
        from.participantId,
        text,
      ]),
    },
  ],
});

const naive = (...indices: readonly number[]): ComparisonEvent => ({
  kind: 'naive',
  chatId: 'A',
  messages: messagesOf(...indices),
});

const ours = (...indices: readonly number[]): ComparisonEvent => lastOf([log(...indices)]);

/** The directory after all of it; there is room in it for one chat. */
function lastOf(notifications: readonly ChatNotification[]): ComparisonEvent {
  let event: ComparisonEvent | undefined;
  from(notifications)
    .pipe(chatDirectory({ maxChats: 1 }))
    .subscribe((chats) => {
      event = { kind: 'ours', chats };
    });
  if (event === undefined) throw new Error('nothing was told');
  return event;
}

const after = (...periods: readonly (readonly ComparisonEvent[])[]): Comparison =>
  periods.reduce(comparisonAfter, emptyComparison);

describe('the comparison', () => {
  it('finds nothing wrong with who holds what was said', () => {
    const { sent: count, ours: one, naive: other } = after([sent(1, 2), ours(1, 2), naive(1, 2)]);
    expect({ count, one, other }).toEqual({
      count: 2,
      one: { lost: 0, doubled: 0, misplaced: 0 },
      other: { lost: 0, doubled: 0, misplaced: 0 },
    });
  });

  it('shows what each client lacks, has twice and has out of place, while it runs', () => {
    const { ours: one, naive: other } = after(
      [sent(1, 2, 3), ours(1), naive(3, 1)],
      [ours(1, 2, 3), naive(1)],
    );
    expect(one).toEqual({ lost: 0, doubled: 0, misplaced: 0 });
    expect(other).toEqual({ lost: 1, doubled: 1, misplaced: 1 });
  });

  it('remembers what was lost at the end of each period', () => {
    expect(after([sent(1)], [ours(1)], []).past).toEqual([
      { ours: 1, naive: 1 },
      { ours: 0, naive: 1 },
      { ours: 0, naive: 1 },
    ]);
  });

  it('leaves typing notices out', () => {
    const typing: ComparisonEvent = {
      kind: 'naive',
      chatId: 'A',
      messages: messageLog({ messages: [{ index: 2, type: 'TypingStarted' }] }).messages,
    };
    expect(after([sent(1), naive(1), typing, typing]).naive).toEqual({ lost: 0, doubled: 0, misplaced: 0 });
  });

  it('keeps in the totals what was found of a chat that is let go', () => {
    const evicted = lastOf([log(1), chatStateChange({ chat: { id: 'B' } })]);
    const { naive: other, chats } = after([sent(1), ours(1)], [evicted], []);
    expect(other.lost).toBe(1);
    expect([...chats.keys()]).toEqual(['B']);
  });
});
