import fc from 'fast-check';
import { filter, from, map, type Observable, of, Subject, take, toArray } from 'rxjs';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { type DedupeOptions, dedupeByIndex } from '../../operators/index.ts';
import {
  type ChatMessage,
  type ChatNotification,
  isMessageLogUpdate,
  type MessageLogUpdate,
} from '../../src/model/index.ts';
import {
  chatStateChange,
  message,
  messageLog,
  operationError,
  participant,
} from '../../src/testing/index.ts';
import { refused } from '../fixtures.ts';
import { marbles } from '../marbles.ts';

const log = (chatId: string, ...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId, messages });
const one = { index: 1, text: 'one' };
const two = { index: 2, text: 'two' };

describe('dedupeByIndex', () => {
  it('[DD1] removes messages already seen, and does not emit a notification that this empties', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log('A', one), b: log('A', one, two), c: log('A', two) };
      const source = hot('-a-a-b-c-b-|', values);
      const subs = '      ^----------!';
      const expected = '  -a---c-----|';
      expectObservable(source.pipe(dedupeByIndex())).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[DD2] identity is chat, index, type, author and text; the instant takes no part', () => {
    const same: Partial<ChatMessage>[] = [
      { sentAt: 5 },
      { sentAt: 6 },
      { visibility: 'Int' },
      { from: participant({ nickname: 'Renamed', type: 'Supervisor' }) },
    ];
    const at1 = (told: Partial<ChatMessage>): Partial<ChatMessage> => ({ index: 1, ...told });
    const others: Partial<ChatMessage>[] = [
      { index: 2 },
      { type: 'Notice' },
      { text: 'Are you still there?' },
      { text: '' },
      { from: participant({ participantId: '2' }) },
      { from: participant({ participantId: 'xy' }), text: 'z' },
      { from: participant({ participantId: 'x' }), text: 'yz' },
    ];
    const { text: _, ...wordless } = message();
    const source = of(
      log('A', {}),
      log('A', ...same.map(at1)),
      log('A', ...others.map(at1)),
      messageLog({ chatId: 'A', messages: [] }),
      log('B', {}),
    );
    const noText: MessageLogUpdate = { ...log('A'), messages: [wordless] };
    const told: MessageLogUpdate[] = [];
    source.pipe(dedupeByIndex()).subscribe((notification) => told.push(notification));
    expect(told.map(({ chatId, messages }) => [chatId, messages.length])).toEqual([
      ['A', 1],
      ['A', 7],
      ['A', 0],
      ['B', 1],
    ]);
    of(log('A', {}), noText)
      .pipe(dedupeByIndex(), toArray())
      .subscribe((all) => {
        expect(all).toHaveLength(2);
      });
  });

  it('[DD3] across origins and within one notification', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const live = log('A', one);
      const history = messageLog({ chatId: 'A', origin: 'history', messages: [one, two] });
      const twice = log('B', one, one, two, one);
      const values = {
        a: live,
        h: history,
        t: twice,
        x: { ...history, messages: [message(two)] },
        y: { ...twice, messages: [message(one), message(two)] },
      };
      const source = hot('-a-h-t-|', values);
      const subs = '      ^------!';
      const expected = '  -a-x-y-|';
      expectObservable(source.pipe(dedupeByIndex())).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[DD4] keeps another message under the same index, as in the example of GWS itself', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log('A', { index: 3, text: 'How may I help you?' }, { index: 3, text: 'Are you still there?' }),
      };
      const source = hot('-a-a-|', values);
      const subs = '      ^----!';
      const expected = '  -a---|';
      expectObservable(source.pipe(dedupeByIndex())).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it("[DD5] onConflict 'ignore' drops another message under the same index", () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log('A', { index: 3, text: 'first' }),
        b: log('A', { index: 3, text: 'second' }),
        c: log('A', { index: 4, text: 'second' }),
      };
      const source = hot('-a-b-c-|', values);
      const subs = '      ^------!';
      const expected = '  -a---c-|';
      expectObservable(source.pipe(dedupeByIndex({ onConflict: 'ignore' }))).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[DD6] passes other kinds, and notifications that lose nothing, untouched', () => {
    const all = [
      chatStateChange(),
      operationError(),
      operationError({ chatId: 'A' }),
      log('A', one),
      log('A'),
      chatStateChange(),
    ];
    const told: ChatNotification[] = [];
    from<ChatNotification[]>(all)
      .pipe(dedupeByIndex())
      .subscribe((notification) => told.push(notification));
    expect(told).toHaveLength(all.length);
    told.forEach((notification, position) => {
      expect(notification).toBe(all[position]);
    });
  });

  it('[DD7] what is trimmed keeps everything else, and the original is not touched', () => {
    const wire = Object.freeze({ data: 'as it came' });
    const again = { ...log('A', one, two), wire, rejected: [] };
    of<MessageLogUpdate[]>(log('A', one), again)
      .pipe(dedupeByIndex(), toArray())
      .subscribe(([, trimmed]) => {
        expect(trimmed).toEqual({ ...again, messages: [message(two)] });
      });
    expect(again.messages).toHaveLength(2);
  });

  it('[DD8] agrees with a set of whole identities for any messages, whatever the indices', () => {
    const index = fc.oneof(
      fc.integer({ min: 0, max: 9 }),
      fc.maxSafeInteger(),
      fc.constantFrom(2 ** 32, 2 ** 53 - 1, -1, 0),
    );
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 4 }), { nil: undefined });
    const entry = fc.record({
      index,
      text,
      type: fc.constantFrom('Text', 'Tex', 'Notice'),
      author: fc.constantFrom('1', '11', 'a'),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('A', 'B'), fc.array(entry, { maxLength: 20 }))),
        (batches) => {
          const known = new Set<string>();
          const expected: string[] = [];
          const told: string[] = [];
          const keyOf = (
            chatId: string,
            { index: at, type, from: { participantId }, text: words }: ChatMessage,
          ): string => JSON.stringify([chatId, at === 0 ? 0 : at, type, participantId, words ?? null]);
          const notifications = batches.map(([chatId, entries]) => ({
            ...log(chatId),
            messages: entries.map(({ author, text: words, ...rest }): ChatMessage => ({
              ...rest,
              from: participant({ participantId: author }),
              ...(words !== undefined && { text: words }),
            })),
          }));
          for (const { chatId, messages } of notifications) {
            for (const key of messages.map((entry) => keyOf(chatId, entry))) {
              if (!known.has(key)) expected.push(key);
              known.add(key);
            }
          }
          from(notifications)
            .pipe(dedupeByIndex())
            .subscribe(({ chatId, messages }) => told.push(...messages.map((entry) => keyOf(chatId, entry))));
          expect(told).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('[DD13] keeps at most 40 bytes a message, whatever the indices and however many', () => {
    let kept = 0; // the table of a chat is the last that was made: plain doubles, of 8 bytes each
    const fill = vi.spyOn(Array.prototype, 'fill').mockImplementation(function (this: unknown[], value) {
      for (let at = 0; at < this.length; at += 1) this[at] = value;
      if (value !== Math.trunc(Number(value))) kept = this.length * 8;
      return this;
    });
    const indices: ((at: number) => number)[] = [(at) => at, (at) => at * 2 ** 32, (at) => at ** 3 % 2 ** 52];
    for (const indexOf of indices) {
      const source = new Subject<ChatNotification>();
      source.pipe(dedupeByIndex()).subscribe();
      for (let count = 1; count <= 20_000; count += 1) {
        source.next(log('A', { index: indexOf(count) }));
        if (kept / count > 40 || kept / count < 16) expect.unreachable(`${count}: ${kept}`);
      }
    }
    fill.mockRestore();
  });

  it.each([2 ** 32, 2 ** 20, 1024, 1])(
    '[DD14] is not slowed down by indices that have much in common: multiples of %d',
    (stride) => {
      const notifications = Array.from({ length: 200_000 }, (_, at) => log('A', { index: at * stride }));
      let told = 0;
      from(notifications)
        .pipe(dedupeByIndex({ onConflict: 'ignore' }))
        .subscribe(() => (told += 1));
      expect(told).toBe(notifications.length); // within the time that a test has: a table that clusters takes minutes
    },
  );

  it('[DD15] a notification that has rejected messages to tell is emitted, though its others were seen', () => {
    const rejected = [refused({})];
    const again = { ...log('A', one), rejected };
    of<MessageLogUpdate[]>(log('A', one), again)
      .pipe(dedupeByIndex(), toArray())
      .subscribe(([, told]) => {
        expect(told).toEqual({ ...again, messages: [] });
      });
  });

  it.each([
    ['onConflict', { onConflict: 'drop' }],
    ['options', null],
    ['options', 'keep'],
    ['retainEnded', { retainEnded: -1 }],
    ['maxChats', { maxChats: 0 }],
  ])('[DD9] throws a TypeError that names the option: %s', (name, options) => {
    expect(() => dedupeByIndex(options as unknown as DedupeOptions)).toThrow(TypeError);
    expect(() => dedupeByIndex(options as unknown as DedupeOptions)).toThrow(
      `dedupeByIndex: ${name} must be`,
    );
  });

  it('[DD10] behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log('A', one), b: log('A', two) };
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-a-#', values);
      const source = hot('-a-a-b-a-|', values);
      expectObservable(empty.pipe(dedupeByIndex())).toBe('|');
      expectObservable(never.pipe(dedupeByIndex())).toBe('-');
      expectObservable(failing.pipe(dedupeByIndex())).toBe('-a-#', values);
      const twice = source.pipe(
        map((x) => x),
        dedupeByIndex(),
        map((x) => x),
      );
      expectObservable(twice, '^--!').toBe('-a-', values);
      expectObservable(twice, '--^---!').toBe('---a-b', values);
      expectObservable(twice.pipe(take(1))).toBe('-(a|)', values);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^!', '--^---!']);
    });
  });

  it('[DD11] a re-entrant source and a synchronous one give the same', () => {
    const source = new Subject<MessageLogUpdate>();
    const seen: number[] = [];
    source.pipe(dedupeByIndex()).subscribe(({ messages }) => {
      seen.push(...messages.map(({ index }) => index));
      if (seen.length === 1) source.next(log('A', one, two));
    });
    source.next(log('A', one));
    source.next(log('A', two));
    expect(seen).toEqual([1, 2]);
  });

  it('[DD12] the type that goes in comes out', () => {
    const source: Observable<ChatNotification> = of(log('A', one));
    expectTypeOf(source.pipe(filter(isMessageLogUpdate), dedupeByIndex())).toEqualTypeOf<
      Observable<MessageLogUpdate>
    >();
    expectTypeOf(source.pipe(dedupeByIndex())).toEqualTypeOf<Observable<ChatNotification>>();
  });
});
