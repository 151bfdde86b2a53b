import fc from 'fast-check';
import { filter, from, map, NEVER, Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  byNickname,
  filterByChat,
  type ReadMark,
  type UnreadCount,
  unreadCount,
  type UnreadOptions,
} from '../../operators/index.ts';
import {
  type ChatMessage,
  type ChatNotification,
  isMessageLogUpdate,
  type MessageLogUpdate,
  type Participant,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const ann = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
const eve = participant({ participantId: '2', nickname: 'Eve' });
const bob = participant({ participantId: '3', nickname: 'Bob' });
const self = byNickname('Bob');

/** A message of Ann, or of another, in which its index is its text. */
const at = (index: number, author = ann): Partial<ChatMessage> => ({
  index,
  from: author,
  text: String(index),
});
const log = (...messages: Partial<ChatMessage>[]): MessageLogUpdate => messageLog({ chatId: 'A', messages });
const inB = (...messages: Partial<ChatMessage>[]): MessageLogUpdate => messageLog({ chatId: 'B', messages });

/** What is told of chat A. */
const count = (unread: number, firstUnreadIndex?: number): UnreadCount => ({
  chatId: 'A',
  unread,
  ...(firstUnreadIndex !== undefined && { firstUnreadIndex }),
});
const inChatB = (unread: number, firstUnreadIndex?: number): UnreadCount => ({
  ...count(unread, firstUnreadIndex),
  chatId: 'B',
});

const lastOf = (
  notifications: readonly ChatNotification[],
  read$: Observable<ReadMark>,
): UnreadCount | undefined => {
  let last: UnreadCount | undefined;
  from(notifications)
    .pipe(unreadCount({ self, read$ }))
    .subscribe((told) => (last = told));
  return last;
};

describe('unreadCount', () => {
  it('[UC1] counts per chat the messages of others after the last that was read, and names the first', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1), at(2, eve), at(3, bob)), b: inB(at(7)), c: log(at(5)), d: log(at(0)) };
      const source = hot('        -a-b-c-d-|', values);
      const read = cold<ReadMark>('----------');
      const subs = '              ^--------!';
      const expected = '          -2-x-3-4-|';
      const counts = { 2: count(2, 1), x: inChatB(1, 7), 3: count(3, 1), 4: count(4, 0) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('[UC2] what a person wrote counts: texts, URLs and notices, and nothing else', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-c-d-e-f-g-|', {
        a: log({ ...at(1), type: 'ParticipantJoined' }),
        b: log({ ...at(2), type: 'TypingStarted' }, { ...at(3), type: 'TypingStopped' }),
        c: log({ ...at(4), type: 'Text' }),
        d: log({ ...at(5), type: 'PushUrl' }),
        e: log({ ...at(6), type: 'Notice' }),
        f: log({ ...at(7), type: 'CustomNotice' }),
        g: log({ ...at(8), type: 'ParticipantLeft' }, { ...at(9), type: 'Unheard' }),
      });
      const subs = '      ^--------------!';
      const expected = '  -----1-2-3-4---|';
      const counts = { 1: count(1, 4), 2: count(2, 4), 3: count(3, 4), 4: count(4, 4) };
      expectObservable(source.pipe(unreadCount({ self, read$: NEVER }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[UC3] types says which messages count: one type or several', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-c-|', {
        a: log({ ...at(1), type: 'ParticipantJoined' }),
        b: log({ ...at(2), type: 'Text' }),
        c: log({ ...at(3), type: 'PushUrl' }),
      });
      const subs = '      ^------!';
      const urls = '      -----1-|';
      const several = '   -2-3---|';
      const counts = { 1: count(1, 3), 2: count(1, 1), 3: count(2, 1) };
      const joinedOrText = unreadCount({ self, read$: NEVER, types: ['ParticipantJoined', 'Text'] });
      expectObservable(source.pipe(unreadCount({ self, read$: NEVER, types: 'PushUrl' }))).toBe(urls, counts);
      expectObservable(source.pipe(joinedOrText)).toBe(several, counts);
      expectObservable(source.pipe(unreadCount({ self, read$: NEVER, types: [] }))).toBe('-------|');
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs]);
    });
  });

  it('[UC4] self is asked for the author and the chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-c-|', { a: log(at(1, bob)), b: inB(at(1, bob)), c: log(at(2)) });
      const subs = '      ^------!';
      const expected = '  ---x-1-|';
      const inA = (author: Participant, chatId: string): boolean =>
        author.nickname === 'Bob' && chatId === 'A';
      expectObservable(source.pipe(unreadCount({ self: inA, read$: NEVER }))).toBe(expected, {
        x: inChatB(1, 1),
        1: count(1, 2),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[UC5] a self that matches nobody is no error: all messages count', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-|', { a: log(at(1), at(2, bob)) });
      const subs = '      ^--!';
      const expected = '  -2-|';
      const nobody = unreadCount({ self: byNickname('Nobody'), read$: NEVER });
      expectObservable(source.pipe(nobody)).toBe(expected, { 2: count(2, 1) });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[UC6] a read mark takes off what is not above it, and a lower one marks unread again', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1), at(2), at(4), at(4, eve)), b: log(at(5)) };
      const marks = {
        p: { chatId: 'A', index: 2 },
        q: { chatId: 'A', index: 4 },
        r: { chatId: 'A', index: 0 },
        s: { chatId: 'A', index: 99 },
      };
      const source = hot('-a-------b---|', values);
      const read = hot('  ---p-q-p---s-r', marks);
      const subs = '      ^------------!';
      const expected = '  -4-2-0-2-3-0-|';
      const counts = { 4: count(4, 1), 2: count(2, 4), 0: count(0), 3: count(3, 4) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('[UC7] a lower mark marks all of them unread again, and a chat with none has no first', () => {
    const source = new Subject<ChatNotification>();
    const read$ = new Subject<ReadMark>();
    const told: UnreadCount[] = [];
    source.pipe(unreadCount({ self, read$ })).subscribe((unread) => told.push(unread));
    source.next(log(at(1), at(2)));
    read$.next({ chatId: 'A', index: 2 });
    read$.next({ chatId: 'A', index: -1 });
    expect(told).toStrictEqual([count(2, 1), { chatId: 'A', unread: 0 }, count(2, 1)]);
  });

  it('[UC8] a read mark concerns its chat alone', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-----|', { a: log(at(1)), b: inB(at(1)) });
      const read = hot('  -----p-q-', { p: { chatId: 'B', index: 1 }, q: { chatId: 'C', index: 1 } });
      const subs = '      ^--------!';
      const expected = '  -1-x-y---|';
      const counts = { 1: count(1, 1), x: inChatB(1, 1), y: inChatB(0) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it("[UC9] a read mark before the chat's first message counts", () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('---a-b-c-|', { a: log(at(1), at(2)), b: log(at(3)), c: inB(at(1)) });
      const read = hot('  -p--------', { p: { chatId: 'A', index: 2 } });
      const subs = '      ^--------!';
      const expected = '  -----1-x-|';
      const counts = { 1: count(1, 3), x: inChatB(1, 1) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('[UC10] an error of read$ passes on and lets the source go', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('        -a-b-c-|', { a: log(at(1)), b: log(at(2)), c: log(at(3)) });
      const read = cold<ReadMark>('----#');
      const subs = '              ^---!';
      const expected = '          -1-2#';
      const counts = { 1: count(1, 1), 2: count(2, 1) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('[UC11] the completion of read$ keeps the last mark', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-----b-|', { a: log(at(1), at(2)), b: log(at(3)) });
      const read = cold(' ---p-|', { p: { chatId: 'A', index: 1 } });
      const subs = '      ^--------!';
      const marks = '     ^----!';
      const expected = '  -2-1---3-|';
      const counts = { 2: count(2, 1), 1: count(1, 2), 3: count(2, 2) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(marks);
    });
  });

  it('[UC12] the completion of the source completes, an error of it errors, and either lets read$ go', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1)) };
      const source = hot('        -a-|', values);
      const failing = hot('       -a-#', values);
      const read = cold<ReadMark>('------');
      const subs = '              ^--!';
      const expected = '          -1-|';
      const failed = '            -1-#';
      const counts = { 1: count(1, 1) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectObservable(failing.pipe(unreadCount({ self, read$: read }))).toBe(failed, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(failing.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe([subs, subs]);
    });
  });

  it('[UC13] read$ is subscribed to before the source, and both are left together', () => {
    const order: string[] = [];
    const noted = <T>(name: string): Observable<T> =>
      new Observable<T>(() => {
        order.push(`to ${name}`);
        return () => {
          order.push(`from ${name}`);
        };
      });
    const unread$ = noted<ChatNotification>('source').pipe(
      unreadCount({ self, read$: noted<ReadMark>('read$') }),
    );
    expect(order).toEqual([]);
    const subscription = unread$.subscribe();
    expect(order).toEqual(['to read$', 'to source']);
    subscription.unsubscribe();
    expect(order.slice(2).sort()).toEqual(['from read$', 'from source']);
  });

  it('[UC14] the same message told again counts once, two different ones under one index count twice', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-a-b-h-c-d-e-|', {
        a: log(at(1)),
        b: log(at(1), at(1), at(2)),
        h: messageLog({ chatId: 'A', origin: 'history', messages: [at(1), at(2)] }),
        c: log(at(2, eve)),
        d: log({ ...at(2), text: 'another' }),
        e: log({ ...at(2), type: 'Notice' }),
      });
      const subs = '      ^--------------!';
      const expected = '  -1---2---3-4-5-|';
      const counts = { 1: count(1, 1), 2: count(2, 1), 3: count(3, 1), 4: count(4, 1), 5: count(5, 1) };
      expectObservable(source.pipe(unreadCount({ self, read$: NEVER }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[UC15] what was read and is told again stays read', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a---a-b-|', { a: log(at(2)), b: log(at(1)) });
      const read = hot('  ---p------', { p: { chatId: 'A', index: 2 } });
      const subs = '      ^--------!';
      const expected = '  -1-0-----|';
      const counts = { 1: count(1, 2), 0: count(0) };
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('[UC16] any order, splitting and repetition of the same messages ends in the same count', () => {
    const messages = fc.array(
      fc.record({
        index: fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constantFrom(2 ** 32, 2 ** 53 - 1)),
        type: fc.constantFrom('Text', 'Notice', 'TypingStarted'),
        from: fc.constantFrom(ann, eve, bob),
        text: fc.constantFrom('', 'a', 'b'),
      }),
      { maxLength: 40 },
    );
    const cases = messages.chain((all) =>
      fc.tuple(
        fc.constant(all),
        retold(all),
        fc.option(fc.integer({ min: -4, max: 13 }), { nil: undefined }),
      ),
    );
    let counted = 0;
    fc.assert(
      fc.property(cases, ([all, telling, index]) => {
        const read$ = index === undefined ? NEVER : of({ chatId: 'A', index });
        const sorted = [...all].sort((a, b) => a.index - b.index);
        const inOrder = lastOf(
          sorted.map((one) => log(one)),
          read$,
        );
        const unread = sorted.filter(
          (one) => one.index > (index ?? -Infinity) && one.type !== 'TypingStarted' && one.from !== bob,
        );
        const distinct = new Set(
          unread.map(({ from: author, ...rest }) => JSON.stringify([author.participantId, rest])),
        );
        expect(inOrder).toEqual(unread[0] && count(distinct.size, unread[0].index));
        const otherwise = lastOf(
          telling.map((some) => log(...some)),
          read$,
        );
        expect(otherwise).toEqual(inOrder);
        counted += inOrder === undefined ? 0 : 1;
      }),
      { numRuns: 500 },
    );
    expect(counted).toBeGreaterThan(100);
  });

  it('[UC17] tells nothing while neither the count nor the first unread changes, nor that there are none at first', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-o-a-s-e-f-o---a-|', {
        s: chatStateChange({ chat: { id: 'A' } }),
        o: log(at(9, bob)),
        a: log(at(1)),
        e: operationError(),
        f: operationError({ chatId: 'A' }),
      });
      const read = hot('  --p------------p--p-', { p: { chatId: 'A', index: 0 } });
      const subs = '      ^------------------!';
      const expected = '  -----1-------------|';
      expectObservable(source.pipe(unreadCount({ self, read$: read }))).toBe(expected, { 1: count(1, 1) });
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(read.subscriptions).toBe(subs);
    });
  });

  it('[UC18] a self that throws errors that subscriber and no other', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-|', { a: log(at(1)), b: log(at(2)) });
      const failing = unreadCount({
        self: () => {
          throw new Error('mine');
        },
        read$: NEVER,
      });
      const subs = '      ^----!';
      const failed = '    ^!';
      const expected = '  -1-2-|';
      const counts = { 1: count(1, 1), 2: count(2, 1) };
      expectObservable(source.pipe(failing)).toBe('-#', undefined, new Error('mine'));
      expectObservable(source.pipe(unreadCount({ self, read$: NEVER }))).toBe(expected, counts);
      expectSubscriptions(source.subscriptions).toBe([failed, subs]);
    });
  });

  it.each([
    ['self', { self: undefined }],
    ['self', { self: null }],
    ['self', { self: 'Bob' }],
    ['read$', { read$: undefined }],
    ['read$', { read$: null }],
    ['read$', { read$: [] }],
    ['read$', { read$: Promise.resolve({ chatId: 'A', index: 1 }) }],
    ['types', { types: 5 }],
    ['types', { types: null }],
    ['types', { types: ['Text', 5] }],
    ['retainEnded', { retainEnded: -1 }],
    ['maxChats', { maxChats: 0 }],
    ['isFinal', { isFinal: 'Completed' }],
    ['scheduler', { scheduler: {} }],
    ['scheduler', { scheduler: null }],
  ])('[UC19] throws a TypeError that names the option: %s %j', (name, options) => {
    const call = (): unknown => unreadCount({ self, read$: NEVER, ...options } as unknown as UnreadOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`unreadCount: ${name} must be`);
  });

  it.each([undefined, null, 5, 'Bob', [self], self])(
    '[UC20] throws a TypeError if the options are no object: %s',
    (options) => {
      const call = (): unknown => unreadCount(options as unknown as UnreadOptions);
      expect(call).toThrow(TypeError);
      expect(call).toThrow('unreadCount: options must be an object');
    },
  );

  it('[UC21] behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1)), b: log(at(2)), c: log(at(3)) };
      const counts = { 1: count(1, 1), 2: count(2, 1), b: count(1, 2), c: count(2, 2) };
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('       -a-#', values);
      const failed = '             -1-#';
      const source = hot('         -a-b-c-|', values);
      const read = cold<ReadMark>('--------');
      const first = '              ^---!';
      const toFirst = '            -1-2-';
      const second = '             --^---!';
      const toSecond = '           ---b-c-';
      const two = '                ^--!';
      const toTwo = '              -1-(2|)';
      const twice = source.pipe(unreadCount({ self, read$: read }));
      expectObservable(empty.pipe(unreadCount({ self, read$: NEVER }))).toBe('|');
      expectObservable(never.pipe(unreadCount({ self, read$: NEVER }))).toBe('-');
      expectObservable(failing.pipe(unreadCount({ self, read$: NEVER }))).toBe(failed, counts);
      expectObservable(twice, first).toBe(toFirst, counts);
      expectObservable(twice, second).toBe(toSecond, counts);
      expectObservable(twice.pipe(take(2))).toBe(toTwo, counts);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(source.subscriptions).toBe([first, two, second]);
      expectSubscriptions(read.subscriptions).toBe([first, two, second]);
    });
  });

  it('[UC22] a re-entrant source, a re-entrant read$ and synchronous ones lose nothing', () => {
    const source = new Subject<ChatNotification>();
    const read$ = new Subject<ReadMark>();
    const seen: number[] = [];
    source.pipe(unreadCount({ self, read$ })).subscribe(({ unread }) => {
      seen.push(unread);
      if (unread === 1) source.next(log(at(2), at(3)));
      if (unread === 3) read$.next({ chatId: 'A', index: 3 });
    });
    source.next(log(at(1)));
    expect(seen).toEqual([1, 3, 0]);
    const direct: (number | string)[] = [];
    of(log(at(1)), log(at(2)), log(at(3)))
      .pipe(
        unreadCount({ self, read$: of({ chatId: 'A', index: 1 }) }),
        map(({ unread }) => unread),
      )
      .subscribe({ next: (unread) => direct.push(unread), complete: () => direct.push('complete') });
    expect(direct).toEqual([1, 2, 'complete']);
  });

  it('[UC23] inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(log(at(1)));
    const told = source.pipe(
      filter(isMessageLogUpdate),
      filterByChat('A'),
      unreadCount({
        self: (author, chatId) => {
          expectTypeOf(author).toEqualTypeOf<Participant>();
          expectTypeOf(chatId).toEqualTypeOf<string>();
          return false;
        },
        read$: NEVER,
        types: 'Text',
      }),
    );
    expectTypeOf(told).toEqualTypeOf<Observable<UnreadCount>>();
    expectTypeOf(unreadCount).parameters.toEqualTypeOf<[options: UnreadOptions]>();
    const all: UnreadCount[] = [];
    told.subscribe((unread) => all.push(unread));
    expect(all).toEqual([count(1, 1)]);
  });
});

/** The same messages in another order, some of them told again, in notifications of any size. */
function retold<T>(all: readonly T[]): fc.Arbitrary<T[][]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length }),
      fc.shuffledSubarray([...all]),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 9 })), { minLength: 80, maxLength: 80 }),
    )
    .map(([shuffled, again, random]) => {
      const told = [...shuffled];
      again.forEach((one, turn) => told.splice((random[turn]?.[0] ?? 0) % (told.length + 1), 0, one));
      const notifications = random.map(([, size]) => told.splice(0, size));
      return [...notifications, told];
    });
}
