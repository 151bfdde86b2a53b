import { NEVER, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type ReadMark, type UnreadCount, unreadCount, type UnreadOptions } from '../../operators/index.ts';
import type { ChatMessage, ChatNotification, Origin } from '../../src/model/index.ts';
import { chatStateChange, messageLog } from '../../src/testing/index.ts';
import { ann, at, bob, count, self } from './unreadCountFixtures.ts';

/** A message of Ann that was sent in a second. */
const sent = (index: number, second: number, from = ann): Partial<ChatMessage> => ({
  ...at(index, from),
  sentAt: second * 1000,
});
const range = (from: number, to: number): Partial<ChatMessage>[] =>
  Array.from({ length: to - from + 1 }, (_, position) => sent(from + position, from + position));

/** A stream in virtual time, in seconds. */
function stream(options: Partial<UnreadOptions> = {}): {
  readonly emitted: UnreadCount[];
  readonly at: (second: number) => {
    readonly messages: (messages: readonly Partial<ChatMessage>[], chatId?: string, origin?: Origin) => void;
    readonly state: (state: string, chatId?: string) => void;
    readonly read: (mark: Omit<ReadMark, 'chatId'>, chatId?: string) => void;
  };
  /** The last count of a chat. */
  readonly last: (chatId?: string) => number | undefined;
} {
  const scheduler = new VirtualTimeScheduler();
  const source = new Subject<ChatNotification>();
  const read$ = new Subject<ReadMark>();
  const emitted: UnreadCount[] = [];
  source
    .pipe(unreadCount({ self, read$, scheduler, ...options }))
    .subscribe((unread) => emitted.push(unread));
  return {
    emitted,
    last: (chatId = 'A') => emitted.filter((unread) => unread.chatId === chatId).at(-1)?.unread,
    at: (second) => {
      const receivedAt = second * 1000;
      return {
        messages: (messages, chatId = 'A', origin = 'live') => {
          source.next(messageLog({ chatId, messages, receivedAt, origin }));
        },
        state: (state, chatId = 'A') => {
          source.next(chatStateChange({ chat: { id: chatId, state }, receivedAt }));
        },
        read: (mark, chatId = 'A') => {
          read$.next({ chatId, ...mark });
        },
      };
    },
  };
}

describe('unreadCount of a chat that goes on after its end', () => {
  it.each([
    [40, undefined],
    [100, undefined],
    [40, 7000],
    [100, 7000],
  ])(
    'counts 4 messages after the mark when the chat is back after %d s, mark with sentAt %s',
    (gap, sentAt) => {
      const { at: when, last } = stream();
      when(7).messages(range(1, 7));
      when(8).read({ index: 7, ...(sentAt !== undefined && { sentAt }) });
      when(10).state('Completed');
      when(10 + gap).state('Chatting');
      when(10 + gap).messages(range(1, 11), 'A', 'history');
      expect(last()).toBe(4);
    },
  );

  it.each([15, 100])('counts all new messages when the indices restart %d s after the end', (gap) => {
    const { at: when, last, emitted } = stream();
    when(7).messages(range(1, 7));
    when(8).read({ index: 7 });
    when(10).state('Completed');
    when(10 + gap).state('Chatting');
    when(10 + gap).messages([sent(1, 10 + gap), sent(2, 11 + gap)]);
    expect(last()).toBe(2);
    when(12 + gap).read({ index: 2 });
    expect(emitted.at(-1)).toEqual(count(0));
    when(13 + gap).messages([sent(3, 13 + gap)]);
    expect(last()).toBe(1);
  });

  it('takes a mark on an own message of the new numbering for one of the new numbering', () => {
    for (const mark of [{ index: 1 }, { index: 1, sentAt: 25_000 }]) {
      const { at: when, last } = stream();
      when(7).messages(range(1, 7));
      when(10).state('Completed');
      when(25).state('Chatting');
      when(25).messages([sent(1, 25, bob)]);
      when(26).read(mark);
      expect(last()).toBe(0);
      when(27).messages([sent(2, 27)]);
      expect(last()).toBe(1);
    }
  });

  it('makes messages of the earlier numbering unread again by a mark in it', () => {
    const { at: when, last } = stream();
    when(7).messages(range(1, 7));
    when(10).state('Completed');
    when(25).state('Chatting');
    when(25).messages([sent(1, 25), sent(2, 26)]);
    when(27).read({ index: 2, sentAt: 26_000 });
    expect(last()).toBe(0);
    when(28).read({ index: 5, sentAt: 5000 });
    expect(last()).toBe(4);
  });

  it('keeps the mark of a chat that maxChats evicted before its end', () => {
    const { at: when, last } = stream({ maxChats: 1 });
    when(7).messages(range(1, 7));
    when(8).read({ index: 5 });
    when(9).messages([sent(1, 9)], 'B');
    when(10).messages(range(1, 8), 'A', 'history');
    expect(last()).toBe(3);
  });

  it('holds no messages of an evicted chat: those that are not fetched again do not count', () => {
    const { at: when, last } = stream();
    when(7).messages(range(1, 7));
    when(8).read({ index: 3 });
    when(10).state('Completed');
    when(110).state('Chatting');
    when(110).messages([sent(8, 110)]);
    expect(last()).toBe(1);
  });

  it('applies a mark that is given while the chat is evicted', () => {
    const { at: when, last } = stream({ retainEnded: 0 });
    when(7).messages(range(1, 7));
    when(8).read({ index: 3 });
    when(10).state('Completed');
    when(11).messages([sent(1, 11)], 'B');
    when(12).read({ index: 7 });
    when(20).state('Chatting');
    when(20).messages(range(1, 9), 'A', 'history');
    expect(last()).toBe(2);
  });

  it('evicts the least recently used mark beyond maxMarks', () => {
    const { at: when, last } = stream({ retainEnded: 0, maxMarks: 2 });
    const firstEpoch = [sent(1, 1)];
    for (const chatId of ['A', 'B', 'C']) {
      when(1).messages(firstEpoch, chatId);
      when(1).read({ index: 1 }, chatId);
    }
    expect(['A', 'B', 'C'].map(last)).toEqual([0, 0, 0]);
    when(5).read({ index: 1 }, 'A');
    for (const [second, chatId] of ['B', 'A', 'C'].entries()) when(10 + second).state('Completed', chatId);
    for (const chatId of ['A', 'B', 'C']) when(20).messages(firstEpoch, chatId, 'history');
    expect(['A', 'B', 'C'].map(last)).toEqual([0, 1, 0]);
  });

  it('counts for maxMarks only chats that are evicted or not known yet', () => {
    const initialMarks = ['A', 'B'].map((chatId) => ({ chatId, index: 1 }));
    const { at: when, last } = stream({ maxMarks: 2, initialMarks });
    when(1).messages([sent(1, 1)], 'B');
    when(2).read({ index: 1 }, 'C');
    when(3).messages([sent(1, 1)], 'A');
    when(3).messages([sent(1, 1)], 'C');
    expect(['A', 'B', 'C'].map(last)).toEqual([undefined, undefined, undefined]);
  });

  it('takes a mark that is given again for the most recently used', () => {
    const initialMarks = ['A', 'B'].map((chatId) => ({ chatId, index: 1 }));
    const { at: when, last } = stream({ maxMarks: 2, initialMarks });
    for (const chatId of ['A', 'C']) when(1).read({ index: 1 }, chatId);
    for (const chatId of ['A', 'B', 'C']) when(3).messages([sent(1, 1)], chatId);
    expect(['A', 'B', 'C'].map(last)).toEqual([undefined, 1, undefined]);
  });

  it('retains no mark of an evicted chat with maxMarks 0', () => {
    const { at: when, last } = stream({ retainEnded: 0, maxMarks: 0 });
    when(1).messages([sent(1, 1)]);
    when(1).read({ index: 1 });
    expect(last()).toBe(0);
    when(2).state('Completed');
    when(3).messages([sent(1, 1)]);
    expect(last()).toBe(1);
  });
});

describe('initialMarks of unreadCount', () => {
  it('covers what an earlier session read, from any iterable that can be read once', () => {
    function* marks(): Generator<ReadMark> {
      yield { chatId: 'A', index: 1 };
      yield { chatId: 'A', index: 3, sentAt: 3000 };
      yield { chatId: 'B', index: 1 };
    }
    const { at: when, last } = stream({ initialMarks: marks() });
    when(10).messages(range(1, 5), 'A', 'history');
    when(10).messages(range(1, 1), 'B', 'history');
    expect([last(), last('B')]).toEqual([2, undefined]);
  });

  it('starts afresh for each subscription', () => {
    const source = new Subject<ChatNotification>();
    const unread$ = source.pipe(
      unreadCount({ self, read$: NEVER, initialMarks: [{ chatId: 'A', index: 1 }].values() }),
    );
    const emitted: number[] = [];
    unread$.subscribe(({ unread }) => emitted.push(unread));
    unread$.subscribe(({ unread }) => emitted.push(unread));
    source.next(messageLog({ chatId: 'A', messages: [at(1), at(2)] }));
    expect(emitted).toEqual([1, 1]);
  });

  it('covers the messages that the first log lists under an index, and no later ones', () => {
    const { at: when, last } = stream({ initialMarks: [{ chatId: 'A', index: 2 }] });
    when(10).messages([at(1), at(2)], 'A', 'history');
    expect(last()).toBeUndefined();
    when(11).messages([{ ...at(2), text: 'another' }]);
    expect(last()).toBe(1);
  });
});
