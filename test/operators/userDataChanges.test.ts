import { filter, from, map, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  filterByChat,
  type KeyedOptions,
  type UserDataChange,
  userDataChanges,
} from '../../operators/index.ts';
import { type ChatNotification, type ChatStateChange, isChatStateChange } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

type UserData = Readonly<Record<string, unknown>>;

const shows = (userData: UserData, id = 'A'): ChatStateChange => chatStateChange({ chat: { id, userData } });

const a = shows({ name: 'Ann' });
const b = shows({ name: 'Ann', tier: { level: 1, marks: [1, 2] } });
const c = shows({ tier: { level: 2, marks: [1, 2] } });
const d = shows({ tier: { marks: [1, 2], level: 1 }, name: 'Ann' });
const e = operationError({ chat: { id: 'A', userData: { name: 'Ann', tier: { level: 1, marks: [1, 2] } } } });
const f = shows({ name: 'Bob', mood: 'good' });
const o = shows({});
const p = chatStateChange({
  chat: { id: 'A', userData: { tier: { level: 2, marks: [1, 2] } } },
  notificationType: 'PropertiesUpdated',
});
const q = shows({ name: 'Ann' }, 'B');
const s = chatStateChange({ chat: { id: 'A' } });
const m = messageLog({ chatId: 'A', messages: [{ userData: { name: 'Eve' } }] });
const u = operationError({ chatId: 'A' });
const n = operationError();
const x = chatStateChange({ chat: { id: 'A', state: 'Bad' } });
const all = { a, b, c, d, e, f, o, p, q, s, m, u, n, x };

const tier1 = { tier: { level: 1, marks: [1, 2] } };
const tier2 = { tier: { level: 2, marks: [1, 2] } };
const name = { name: 'Ann' };
const nothing = { chatId: 'A', added: {}, changed: {}, removed: {}, current: {} };
const changes = {
  a: { ...nothing, added: name, current: name },
  b: { ...nothing, added: tier1, current: { ...name, ...tier1 } },
  c: { ...nothing, changed: tier2, removed: name, current: tier2 },
  f: {
    ...nothing,
    added: { mood: 'good' },
    changed: { name: 'Bob' },
    removed: tier1,
    current: { name: 'Bob', mood: 'good' },
  },
  o: { ...nothing, removed: name },
  q: { ...nothing, chatId: 'B', added: name, current: name },
  t: { ...nothing, added: { ...name, ...tier1 }, current: { ...name, ...tier1 } },
} satisfies Record<string, UserDataChange>;

/** What is emitted for user data told one after the other. */
const told = (...data: readonly UserData[]): readonly UserDataChange[] => {
  const seen: UserDataChange[] = [];
  from(data)
    .pipe(
      map((userData) => shows(userData)),
      userDataChanges(),
    )
    .subscribe((change) => seen.push(change));
  return seen;
};

/** As text, own `__proto__` and all, which a comparison could miss. */
const asText = (change: UserDataChange | undefined): string[] =>
  [change?.added, change?.changed, change?.removed, change?.current].map((data) => JSON.stringify(data));

const parsed = (json: string): UserData => JSON.parse(json) as UserData;

/** Objects in one another: as many levels as told, the innermost empty. */
const nested = (levels: number, innermost: object = {}): object => {
  let value = innermost;
  for (let level = 1; level < levels; level += 1) value = level % 2 ? { value } : [value];
  return value;
};

describe('userDataChanges', () => {
  it('[UD1] tells by key what came, the new values of what changed, the old ones of what went, and what is now', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-c-|', all);
      const atOnce = hot('-b---f-|', all);
      const subs = '      ^------!';
      const expected = '  -a-b-c-|';
      const allThree = '  -t---f-|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectObservable(atOnce.pipe(userDataChanges())).toBe(allThree, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(atOnce.subscriptions).toBe(subs);
    });
  });

  it('[UD2] whichever notification tells it: a PropertiesUpdated, an error that carries a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-e-p-|', all);
      const subs = '      ^------!';
      const expected = '  -a-b-c-|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[UD3] absent means not told and changes nothing; empty user data is told', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-a-s-m-u-n-b-|', all);
      const emptied = hot('-o-a-s---o-s---|', all);
      const subs = '      ^--------------!';
      const expected = '  ---a---------b-|';
      const left = '      ---a-----o-----|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectObservable(emptied.pipe(userDataChanges())).toBe(left, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(emptied.subscriptions).toBe(subs);
    });
  });

  it('[UD4] all that is there when user data is first told is added', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-m-b-|', all);
      const error = hot(' -u-n-e-|', all);
      const subs = '      ^------!';
      const expected = '  -----t-|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectObservable(error.pipe(userDataChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(error.subscriptions).toBe(subs);
    });
  });

  it('[UD5] compares deeply: equal copies and another order of keys are no change', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-b-d-e-c-p-|', all);
      const subs = '      ^------------!';
      const expected = '  -t-------c---|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each<[string, unknown, unknown]>([
    ['deep in an object', { of: { the: { matter: 1 } } }, { of: { the: { matter: 2 } } }],
    ['the order of an array', [1, 2], [2, 1]],
    ['the length of an array', [1, 2], [1, 2, 3]],
    ['an array and an object', [], {}],
    ['a deep key that went', { deep: { a: 1, b: 2 } }, { deep: { a: 1 } }],
    ['a number and its text', 1, '1'],
    ['null and an object', null, {}],
    ['null and undefined', null, undefined],
  ])('[UD6] finds every change of a value, and tells the whole value of its key: %s', (_, before, after) => {
    const [first, change, ...others] = told({ key: before }, { key: after });
    expect(first?.added).toStrictEqual({ key: before });
    expect(change).toStrictEqual({ ...nothing, changed: { key: after }, current: { key: after } });
    expect(others).toEqual([]);
    expect(told({ key: after }, { key: structuredClone(after) })).toHaveLength(1);
  });

  it('[UD7] own keys only: what every object inherits is no user data until it is told', () => {
    const changesOf = told(
      { constructor: 1, toString: 'x' },
      { constructor: 2, hasOwnProperty: null },
      Object.create({ inherited: 1, constructor: 2 }) as UserData,
    );
    expect(changesOf.map(asText)).toEqual([
      ['{"constructor":1,"toString":"x"}', '{}', '{}', '{"constructor":1,"toString":"x"}'],
      [
        '{"hasOwnProperty":null}',
        '{"constructor":2}',
        '{"toString":"x"}',
        '{"constructor":2,"hasOwnProperty":null}',
      ],
      ['{}', '{}', '{"constructor":2,"hasOwnProperty":null}', '{}'],
    ]);
    expect(told({ key: parsed('{"constructor":1}') }, { key: {} })).toHaveLength(2);
    expect(told(Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 })).toHaveLength(1);
  });

  it('[UD8] a key whose value is undefined is a key', () => {
    const [added, removed, ...others] = told({ gone: undefined }, {});
    expect(Object.keys(added?.added ?? {})).toEqual(['gone']);
    expect(Object.keys(removed?.removed ?? {})).toEqual(['gone']);
    expect(others).toEqual([]);
  });

  it('[UD9] __proto__ is a key like any other: it comes, changes and goes, and nothing inherits from it', () => {
    const changesOf = told(
      parsed('{"__proto__":{"evil":1}}'),
      parsed('{"__proto__":{"evil":1}}'),
      parsed('{"__proto__":{"evil":2},"a":1}'),
      parsed('{"a":1}'),
      parsed('{"a":{"__proto__":{"evil":1}}}'),
      parsed('{"a":{"__proto__":{"evil":2}}}'),
    );
    expect(changesOf.map(asText)).toEqual([
      ['{"__proto__":{"evil":1}}', '{}', '{}', '{"__proto__":{"evil":1}}'],
      ['{"a":1}', '{"__proto__":{"evil":2}}', '{}', '{"__proto__":{"evil":2},"a":1}'],
      ['{}', '{}', '{"__proto__":{"evil":2}}', '{"a":1}'],
      ['{}', '{"a":{"__proto__":{"evil":1}}}', '{}', '{"a":{"__proto__":{"evil":1}}}'],
      ['{}', '{"a":{"__proto__":{"evil":2}}}', '{}', '{"a":{"__proto__":{"evil":2}}}'],
    ]);
    for (const { added, changed, removed, current } of changesOf) {
      for (const record of [added, changed, removed, current]) {
        expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
        expect('evil' in record).toBe(false);
      }
    }
    expect('evil' in {}).toBe(false);
  });

  it('[UD10] compares 200 levels of a value deeply, and what lies below by reference', () => {
    const innermost = {};
    expect(told({ key: nested(200) }, { key: nested(200) })).toHaveLength(1);
    expect(told({ key: nested(201) }, { key: nested(201) })).toHaveLength(2);
    expect(told({ key: nested(201, innermost) }, { key: nested(201, innermost) })).toHaveLength(1);
    expect(told({ key: nested(200, { a: 1 }) }, { key: nested(200, { a: 2 }) })).toHaveLength(2);
  });

  it('[UD11] user data of 10,000 levels neither throws nor hangs', () => {
    const deep = nested(10_000);
    const other = nested(10_000);
    const [added, changed, removed, ...others] = told({ deep }, { deep }, { deep: other }, {});
    expect(added?.added['deep'] === deep).toBe(true);
    expect(changed?.changed['deep'] === other).toBe(true);
    expect(removed?.removed['deep'] === other).toBe(true);
    expect(others.length).toBe(0);
  });

  it('[UD12] cycles neither throw nor hang, and those of one form are equal', () => {
    const cycle = (length: number, mark = 0): UserData => {
      const last: Record<string, unknown> = { mark };
      let first: object = last;
      for (let count = 1; count < length; count += 1) first = { next: first };
      return { ...first, cycle: Object.assign(last, { next: first, self: last }) };
    };
    expect(told(cycle(2), cycle(2)).length).toBe(1);
    expect(told(cycle(2), cycle(2, 1)).length).toBe(2);
    expect(told(cycle(150), cycle(150)).length).toBe(1);
    expect(told(cycle(10_000), cycle(10_000)).length).toBe(2);
    const whole: Record<string, unknown> = {};
    whole['itself'] = whole;
    expect(told(whole, whole, {}).length).toBe(2);
    const tangle = (mark: number): UserData => {
      const nodes = Array.from({ length: 60 }, () => ({}));
      nodes.forEach((node, at) => {
        const [left, right] = [nodes[(at * 2 + 1) % 60], nodes[(at * 7 + 3) % 60]];
        Object.assign(node, { left, right, nodes, mark: at === 59 ? mark : 0 });
      });
      return { nodes };
    };
    expect(told(tangle(1), tangle(1)).length).toBe(1);
    expect(told(tangle(1), tangle(2)).length).toBe(2);
  });

  it('[UD13] folds each chat on its own', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-q-b-q-c-|', all);
      const subs = '      ^----------!';
      const expected = '  -a-q-b---c-|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[UD14] of a chat that was let go of all is added again', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-q-a-|', all);
      const subs = '      ^------!';
      const few = '       -a-q-a-|';
      const many = '      -a-q---|';
      expectObservable(source.pipe(userDataChanges({ maxChats: 1 }))).toBe(few, changes);
      expectObservable(source.pipe(userDataChanges({ maxChats: 2 }))).toBe(many, changes);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it.each([
    ['options', null],
    ['options', ['A']],
    ['options', 5],
    ['retainEnded', { retainEnded: '60' }],
    ['retainEnded', { retainEnded: -1 }],
    ['retainEnded', { retainEnded: NaN }],
    ['retainEnded', { retainEnded: null }],
    ['maxChats', { maxChats: 0 }],
    ['maxChats', { maxChats: 1.5 }],
    ['maxChats', { maxChats: '5' }],
    ['isFinal', { isFinal: 'Completed' }],
    ['isFinal', { isFinal: null }],
    ['scheduler', { scheduler: {} }],
    ['scheduler', { scheduler: null }],
  ])('[UD15] throws a TypeError that names the option, when it is called: %s %o', (option, options) => {
    expect(() => userDataChanges(options as unknown as KeyedOptions)).toThrow(TypeError);
    expect(() => userDataChanges(options as unknown as KeyedOptions)).toThrow(
      `userDataChanges: ${option} must be`,
    );
  });

  it('[UD16] an isFinal that throws errors that subscriber and no other', () => {
    let throws = true;
    const isFinal = (status: string): boolean => {
      if (status !== 'Bad' || !throws) return false;
      throws = false;
      throw new Error('mine');
    };
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-x-b-|', all);
      const failSubs = '  ^--!    ';
      const goOnSubs = '  ^------!';
      const failing = '   -a-#    ';
      const goingOn = '   -a---b-|';
      const both = source.pipe(userDataChanges({ isFinal }));
      expectObservable(both).toBe(failing, changes, new Error('mine'));
      expectObservable(both).toBe(goingOn, changes);
      expectSubscriptions(source.subscriptions).toBe([failSubs, goOnSubs]);
    });
  });

  it('[UD17] behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|        ');
      const emptySubs = '                   (^!)     ';
      const never = cold<ChatNotification>('-        ');
      const neverSubs = '                   ^        ';
      const failing = cold('                -a-#     ', all);
      const failingSubs = '                 ^--!     ';
      const failed = '                      -a-#     ';
      const source = hot('                  -a-b-c-o|', all);
      const unsub = '                       ----!    ';
      const early = '                       -a-b-    ';
      const earlySubs = '                   ^---!    ';
      const taken = '                       -a-(b|)  ';
      const takenSubs = '                   ^--!     ';
      expectObservable(empty.pipe(userDataChanges())).toBe('|');
      expectObservable(never.pipe(userDataChanges())).toBe('-');
      expectObservable(failing.pipe(userDataChanges())).toBe(failed, changes);
      expectObservable(source.pipe(userDataChanges()), unsub).toBe(early, changes);
      expectObservable(source.pipe(userDataChanges(), take(2))).toBe(taken, changes);
      expectSubscriptions(empty.subscriptions).toBe(emptySubs);
      expectSubscriptions(never.subscriptions).toBe(neverSubs);
      expectSubscriptions(failing.subscriptions).toBe(failingSubs);
      expectSubscriptions(source.subscriptions).toBe([earlySubs, takenSubs]);
    });
  });

  it('[UD18] two subscriptions are independent: each starts anew', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-b-c-|', all);
      const firstSubs = '  ^------!';
      const late = '       --^     ';
      const secondSubs = ' --^----!';
      const first = '      -a-b-c-|';
      const second = '     ---t-c-|';
      const both = source.pipe(userDataChanges());
      expectObservable(both).toBe(first, changes);
      expectObservable(both, late).toBe(second, changes);
      expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
    });
  });

  it('[UD19] takes a synchronous source, an endless one, too, if somebody takes few', () => {
    function* forever(): Generator<ChatNotification> {
      for (let turn = 0; turn < 100; turn += 1) yield* [a, b, c];
      throw new Error('nobody left');
    }
    const seen: string[] = [];
    of(a, b, c)
      .pipe(userDataChanges())
      .subscribe(({ current }) => seen.push(Object.keys(current).join()));
    from(forever())
      .pipe(userDataChanges(), take(4))
      .subscribe(({ added }) => seen.push(`+${Object.keys(added).join()}`));
    expect(seen).toEqual(['name', 'name,tier', 'tier', '+name', '+tier', '+', '+name']);
  });

  it('[UD20] a re-entrant source is told what changed since, and nothing twice', () => {
    const source = new Subject<ChatNotification>();
    const seen: UserDataChange[] = [];
    source.pipe(userDataChanges()).subscribe((change) => {
      seen.push(change);
      if (seen.length === 1) source.next(b);
      if (seen.length === 2) source.next(c);
    });
    source.next(a);
    source.next(p);
    expect(seen).toEqual([changes.a, changes.b, changes.c]);
  });

  it('[UD21] inference survives filterByChat and a long pipe', () => {
    const source: Observable<ChatNotification> = of(b);
    const short = source.pipe(filterByChat('A'), userDataChanges());
    const long = source.pipe(
      filter(isChatStateChange),
      filterByChat('A'),
      filter(({ chat }) => chat.state === 'Chatting'),
      userDataChanges({ maxChats: 5 }),
      filter(({ chatId }) => chatId !== ''),
      map(({ added }) => added['name']),
      take(1),
    );
    expectTypeOf(short).toEqualTypeOf<Observable<UserDataChange>>();
    expectTypeOf(long).toEqualTypeOf<Observable<unknown>>();
    expectTypeOf(userDataChanges).parameters.toEqualTypeOf<[options?: KeyedOptions | undefined]>();
    expectTypeOf<UserDataChange>().toEqualTypeOf<{
      readonly chatId: string;
      readonly added: UserData;
      readonly changed: UserData;
      readonly removed: UserData;
      readonly current: UserData;
    }>();
    const seen: unknown[] = [];
    long.subscribe((value) => seen.push(value));
    expect(seen).toEqual(['Ann']);
  });
});
