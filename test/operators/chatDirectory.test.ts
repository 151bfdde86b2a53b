import fc from 'fast-check';
import {
  filter,
  map,
  type Observable,
  of,
  type OperatorFunction,
  Subject,
  take,
  VirtualTimeScheduler,
} from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ChatDirectory,
  chatDirectory,
  type ChatView,
  chatViews,
  filterByChat,
  type TypingOptions,
} from '../../operators/index.ts';
import { type ChatNotification, isChatStateChange } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const state = (id: string, status = 'Chatting'): ChatNotification =>
  chatStateChange({ chat: { id, state: status } });

const all = {
  a: state('A'),
  b: state('B'),
  c: state('C'),
  A: state('A', 'Completed'),
  B: state('B', 'Completed'),
  C: state('C', 'Completed'),
  i: state('A', 'Invited'),
  m: messageLog({ chatId: 'A' }),
  s: messageLog({ chatId: 'A', messages: [{ index: 2, type: 'TypingStarted' }] }),
  u: operationError(),
};

/** A directory, short enough for a marble: `A:Chatting B:Chatting +changed -removed`. */
const shown = (chats: ChatDirectory): string =>
  [
    ...[...chats].map(([id, { status, transcript, typing }]) =>
      [id, status, transcript.length > 0 ? transcript.length : '', typing.length > 0 ? 'typing' : '']
        .filter((part) => part !== '')
        .join(':'),
    ),
  ]
    .sort()
    .concat(
      chats.changed.map((id) => `+${id}`),
      chats.removed.map((id) => `-${id}`),
    )
    .join(' ');
const lines =
  (options?: TypingOptions): OperatorFunction<ChatNotification, string> =>
  (source) =>
    source.pipe(chatDirectory(options), map(shown));

const seen = {
  a: 'A:Chatting +A',
  b: 'A:Chatting B:Chatting +B',
  i: 'A:Invited +A',
  m: 'A:Chatting:1 B:Chatting +A',
  A: 'A:Completed +A',
  x: '-A',
};

/** What a marble of notifications gives, the source never ending. */
const expectLines = (
  source: string,
  expected: string,
  told: Record<string, string>,
  options?: TypingOptions,
): void => {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const input = hot(source, all);
    expectObservable(input.pipe(lines(options))).toBe(expected, told);
    expectSubscriptions(input.subscriptions).toBe('^');
  });
};

/** All directories that notifications give. */
const directoriesOf = (
  notifications: readonly ChatNotification[],
  options: TypingOptions = {},
): readonly ChatDirectory[] => {
  const given: ChatDirectory[] = [];
  const source = new Subject<ChatNotification>();
  source
    .pipe(chatDirectory({ scheduler: new VirtualTimeScheduler(), ...options }))
    .subscribe((chats) => given.push(chats));
  for (const notification of notifications) source.next(notification);
  return given;
};

describe('chatDirectory', () => {
  it('[CD1] emits all chats when one is new or changes, and tells its id in changed', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-m-m-a-u-|', all);
      const subs = '      ^------------!';
      const expected = '  -a-b-m-------|';
      expectObservable(source.pipe(lines())).toBe(expected, seen);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CD2] its views are those of chatViews, and a view that did not change stays the same object', () => {
    const source = new Subject<ChatNotification>();
    const given: ChatDirectory[] = [];
    const views: ChatView[] = [];
    source.pipe(chatDirectory()).subscribe((chats) => given.push(chats));
    const subscription = source.pipe(chatViews()).subscribe((view) => views.push(view));
    for (const one of [all.a, all.b, all.m, all.s, all.i, all.a, all.B]) source.next(one);
    subscription.unsubscribe();
    expect(given.flatMap(({ changed }) => changed)).toEqual(['A', 'B', 'A', 'A', 'A', 'A', 'B']);
    expect(given.map((chats) => chats.get(chats.changed[0] ?? ''))).toEqual(views);
    expect(given.at(-1)?.get('A')).toBe(given.at(-2)?.get('A'));
    expect(given.at(-1)?.get('B')).not.toBe(given.at(-2)?.get('B'));
    source.complete();
  });

  it('[CD3] behaves as a ReadonlyMap: size, get, has, keys, values, entries, forEach, iteration', () => {
    const chats = directoriesOf([all.a, all.b, all.c]).at(-1) ?? expect.unreachable();
    const ids = ['A', 'B', 'C'];
    expectTypeOf(chats).toExtend<ReadonlyMap<string, ChatView>>();
    expect(chats.size).toBe(3);
    expect([...chats.keys()].sort()).toEqual(ids);
    expect([...chats.values()]).toEqual([...chats.keys()].map((id) => chats.get(id)));
    expect([...chats.entries()]).toEqual([...chats]);
    expect([...chats.entries()]).toEqual([...chats.keys()].map((id) => [id, chats.get(id)]));
    expect(ids.map((id) => [chats.has(id), chats.get(id)?.chatId])).toEqual(ids.map((id) => [true, id]));
    for (const id of ['D', '', '__proto__', 'constructor']) {
      expect([chats.has(id), chats.get(id)]).toEqual([false, undefined]);
    }
    expect(new Map(chats)).toEqual(new Map(ids.map((id) => [id, chats.get(id)])));
    expect(new Map(chats).size).toBe(3);
    expect(chats).not.toBeInstanceOf(Map);
    const iterator = chats.keys();
    expect([[...iterator].length, [...iterator].length]).toEqual([3, 0]);
    const heard: unknown[] = [];
    const self = {};
    chats.forEach(function (this: unknown, ...told) {
      heard.push([this, ...told]);
    }, self);
    expect(heard).toEqual([...chats].map(([id, view]) => [self, view, id, chats]));
    expect(heard.every((told) => Array.isArray(told) && told[0] === self && told[3] === chats)).toBe(true);
  });

  it('[CD4] a chat whose grace is over goes, in an emission of its own', () => {
    expectLines('aA        ', 'aA 59999ms x   ', seen);
    expectLines('aA        ', 'aA 4ms x       ', seen, { retainEnded: 5 });
    expectLines('aA        ', 'aA             ', seen, { retainEnded: Infinity });
    expectLines('aA--a     ', 'aA--a          ', seen, { retainEnded: 5 });
  });

  it('[CD5] chats whose graces are over at once go one by one', () => {
    expectLines(
      '(abAB)    ',
      '(abAB)(xy)',
      {
        ...seen,
        A: 'A:Completed B:Chatting +A',
        B: 'A:Completed B:Completed +B',
        x: 'B:Completed -A',
        y: '-B',
      },
      { retainEnded: 6 },
    );
  });

  it('[CD6] of too many chats those that go are told together with the change that displaced them', () => {
    const told = {
      ...seen,
      c: 'B:Chatting C:Chatting +C -A',
      d: 'A:Chatting C:Chatting +A -B',
      B: 'A:Chatting B:Completed +B',
      e: 'A:Chatting C:Chatting +C -B',
      f: 'B:Chatting +B -A',
    };
    expectLines('abca', 'abcd', told, { maxChats: 2 });
    expectLines('abBc', 'abBe', told, { maxChats: 2 });
    expectLines('aabu', 'a-f ', told, { maxChats: 1 });
  });

  it('[CD7] a chat that is over when it is first told goes at once if there are too many that go on', () => {
    const [, , third, ...more] = directoriesOf([all.a, all.b, all.C], { maxChats: 2 });
    expect(third && shown(third)).toBe('A:Chatting B:Chatting -C');
    expect(more).toEqual([]);
  });

  it('[CD8] a chat that comes back starts anew', () => {
    expectLines(
      'mA----a',
      'mA--x-a',
      {
        ...seen,
        m: 'A::1 +A',
        A: 'A:Completed:1 +A',
      },
      { retainEnded: 3 },
    );
  });

  it('[CD9] typing comes, and expires after expireAfter', () => {
    const told = { ...seen, s: 'A:Chatting:typing +A', e: 'A:Chatting +A' };
    expectLines('as', 'as 9999ms e', told);
    expectLines('as', 'as 4ms e   ', told, { expireAfter: 5 });
  });

  it('[CD10] a kept snapshot never changes, and agrees with a Map copied each time', () => {
    const notification = fc
      .tuple(
        fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', ''),
        fc.constantFrom('Invited', 'Chatting', 'Completed', 'message'),
        fc.nat(3),
      )
      .map(([id, status, index]) =>
        status === 'message'
          ? messageLog({ chatId: id, messages: [{ index }] })
          : chatStateChange({ chat: { id, state: status } }),
      );
    const step = fc.oneof({ weight: 5, arbitrary: notification }, fc.constant('time passes' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (steps, maxChats) => {
        const scheduler = new VirtualTimeScheduler();
        const source = new Subject<ChatNotification>();
        const copied = new Map<string, ChatView>();
        const kept: [ChatDirectory, ReadonlyMap<string, ChatView>, unknown][] = [];
        source.pipe(chatDirectory({ scheduler, maxChats })).subscribe((chats) => {
          for (const id of chats.removed) copied.delete(id);
          for (const id of chats.changed) copied.set(id, chats.get(id) ?? expect.unreachable());
          kept.push([chats, new Map(copied), structuredClone([chats.changed, chats.removed])]);
        });
        for (const one of steps) {
          if (one === 'time passes') scheduler.flush();
          else source.next(one);
        }
        for (const [chats, native, ids] of kept) {
          expect(chats.size).toBeLessThanOrEqual(maxChats);
          expect(chats.size).toBe(native.size);
          expect([...chats].every(([id, view]) => native.get(id) === view)).toBe(true);
          expect([...native].every(([id, view]) => chats.get(id) === view)).toBe(true);
          expect([chats.changed, chats.removed]).toEqual(ids);
          expect(chats.changed.length + chats.removed.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['expireAfter', { expireAfter: '10' }],
    ['expireAfter', { expireAfter: -1 }],
    ['options', ['Completed']],
    ['options', null],
    ['retainEnded', { retainEnded: '60' }],
    ['retainEnded', { retainEnded: NaN }],
    ['maxChats', { maxChats: 1.5 }],
    ['maxChats', { maxChats: 0 }],
    ['isFinal', { isFinal: 'Completed' }],
    ['scheduler', { scheduler: {} }],
  ])('[CD11] throws a TypeError that names the option: %s', (name, options) => {
    expect(() => chatDirectory(options as unknown as TypingOptions)).toThrow(TypeError);
    expect(() => chatDirectory(options as unknown as TypingOptions)).toThrow(
      `chatDirectory: ${name} must be`,
    );
  });

  it('[CD12] behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-a-#', all);
      const ending = cold('-a-A-|', all);
      const source = hot('-a-i-b-a-|', all);
      const more = { ...seen, s: 'A:Invited B:Chatting +B', b: 'B:Chatting +B' };
      expectObservable(empty.pipe(lines())).toBe('|');
      expectObservable(never.pipe(lines())).toBe('-');
      expectObservable(failing.pipe(lines())).toBe('-a-#', seen);
      expectObservable(ending.pipe(lines())).toBe('-a-A-|', seen);
      expectObservable(source.pipe(lines()), '      ---!').toBe('-a-', seen);
      expectObservable(source.pipe(lines(), take(2))).toBe('-a-(i|)', seen);
      const twice = source.pipe(lines());
      expectObservable(twice, '^-----!').toBe('-a-i-s-', more);
      expectObservable(twice, '----^-!').toBe('-----b-', more);
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^--!');
      expectSubscriptions(ending.subscriptions).toBe('^----!');
      expectSubscriptions(source.subscriptions).toBe(['^--!', '^--!', '^-----!', '----^-!']);
    });
  });

  it('[CD13] a source that re-enters from a subscriber loses nothing, and a synchronous one gives the same', () => {
    const source = new Subject<ChatNotification>();
    const given: string[] = [];
    source.pipe(lines()).subscribe((line) => {
      given.push(line);
      if (line === seen.a) source.next(all.b);
      else if (line === seen.b) source.next(all.m);
    });
    source.next(all.a);
    source.next(all.A);
    expect(given).toEqual([seen.a, seen.b, seen.m, 'A:Completed:1 B:Chatting +A']);
    of(all.a, all.b, all.m)
      .pipe(lines())
      .subscribe((line) => given.push(line));
    expect(given.slice(4)).toEqual([seen.a, seen.b, seen.m]);
    source.complete();
  });

  it('[CD14] a source that re-enters when a chat is let go of loses nothing', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const given: string[] = [];
    source.pipe(lines({ scheduler, maxChats: 2, retainEnded: 5 })).subscribe((line) => {
      given.push(line);
      if (line === 'B:Completed -A') source.next(all.c);
      else if (line.endsWith('+C')) source.next(all.a);
      else if (line === 'A:Chatting C:Chatting +A -B') source.next(all.C);
    });
    for (const one of [all.a, all.b, all.A, all.B]) source.next(one);
    scheduler.flush();
    expect(given.slice(3)).toEqual([
      'A:Completed B:Completed +B',
      'B:Completed -A',
      'B:Completed C:Chatting +C',
      'A:Chatting C:Chatting +A -B',
      'A:Chatting C:Completed +C',
      'A:Chatting -C',
    ]);
    expect(scheduler.frame).toBe(10);
  });

  it('[CD15] a subscriber that leaves when a chat is let go of hears no more, and no timer is left', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const given: string[] = [];
    source.pipe(lines({ scheduler }), take(5)).subscribe((line) => given.push(line));
    for (const one of [all.a, all.b, all.A, all.B]) source.next(one);
    scheduler.flush();
    expect(given.at(-1)).toBe('B:Completed -A');
    expect([given.length, source.observed, scheduler.actions.length]).toEqual([5, false, 0]);
  });

  it('[CD16] inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(all.a);
    const told = source.pipe(filter(isChatStateChange), filterByChat('B'), chatDirectory({ maxChats: 1 }));
    expectTypeOf(told).toEqualTypeOf<Observable<ChatDirectory>>();
    told.subscribe(() => expect.unreachable());
  });

  it('[CD17] a typing notice that is no longer believed, and changes nothing, makes no chat the more recently changed', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const given: string[] = [];
    source.pipe(lines({ scheduler, maxChats: 2 })).subscribe((line) => given.push(line));
    for (const one of [all.a, all.s, messageLog({ chatId: 'A', messages: [{ index: 3 }] }), all.b])
      source.next(one);
    scheduler.flush();
    source.next(all.c);
    expect(given.at(-1)).toBe('B:Chatting C:Chatting +C -A');
  });
});
