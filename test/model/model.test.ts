import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chatIdOf,
  isChatOperationError,
  isChatStateChange,
  isFinal,
  isMessageLogUpdate,
  pathSegmentOf,
  sameData,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';

describe('the facts about chats', () => {
  it.each([
    ['0000Wa9CAM6W00J', '0000Wa9CAM6W00J'],
    ['http://localhost:8080/api/v2/chats/0000Wa9CAM6W00J', '0000Wa9CAM6W00J'],
    ['/chats/652492d9-c2d9', '652492d9-c2d9'],
    ['https://gws.example.com/chats/A///', 'A'],
    ['https://gws.example.com/chats/A/?a=/b/#/c', 'A'],
    ['/chats/a%20b%2Fc', 'a b/c'],
    ['/chats/100%', '100%'],
    ['a%20b', 'a%20b'],
    ['', ''],
    ['/', ''],
    ['http://gws.example.com', ''],
    ['http://gws.example.com/?id=5', ''],
    ['https://gws.example.com/A', 'A'],
    ['/chats/A#b', 'A'],
    ['/chats/A/#b', 'A'],
    ['/chats:1/A', 'A'],
  ])('a chat is its id, the last path segment of its URI: %s is %s', (uri, id) => {
    expect(chatIdOf(uri)).toBe(id);
  });

  it('any id survives the way through a path', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('%', '/', '?', '#', '2', '5'),
    );
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1 }), (id) => {
        expect(chatIdOf(`/chats/${pathSegmentOf(id)}`)).toBe(id);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a URI of a million slashes costs no more than reading it', () => {
    expect(chatIdOf(`${'/'.repeat(1_000_000)}A${'/'.repeat(1_000_000)}`)).toBe('A');
  });

  it('Completed and Revoked are final, nothing else is', () => {
    const states = [
      'Invited',
      'Chatting',
      'Completed',
      'Revoked',
      'WaitingForAgent',
      'Idle',
      'completed',
      '',
    ];
    expect(states.filter(isFinal)).toEqual(['Completed', 'Revoked']);
  });

  it('each kind has its guard', () => {
    const all = [chatStateChange(), operationError(), messageLog()];
    const guards = [isChatStateChange, isChatOperationError, isMessageLogUpdate];
    expect(guards.map((guard) => all.map((notification) => guard(notification)))).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
  });
});

describe('sameData', () => {
  it('agrees with a deep comparison of any plain data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(sameData(a, structuredClone(a))).toBe(true);
        expect(sameData(a, b)).toBe(sorted(a) === sorted(b));
      }),
      { numRuns: 1_000 },
    );
    expect(sameData({ a: undefined }, {})).toBe(false);
    expect(sameData({ a: undefined }, { b: undefined })).toBe(false);
    expect(sameData([], {})).toBe(false);
    expect(sameData([NaN], [NaN])).toBe(true);
    expect(sameData(0, -0)).toBe(true);
    expect(sameData(null, {})).toBe(false);
  });

  it('is safe for an own __proto__, for cycles and for any depth', () => {
    expect(sameData(JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":2}}'))).toBe(false);
    expect(sameData(JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}'))).toBe(true);
    const cycle = (): object => {
      const one: Record<string, unknown> = {};
      Object.assign(one, { left: one, right: one });
      return one;
    };
    expect(sameData(cycle(), cycle())).toBe(true);
    const tangle = (): unknown => {
      let [a, b, c]: unknown[] = [1, 2, 3];
      for (let depth = 0; depth < 100; depth += 1)
        [a, b, c] = [
          [a, a],
          [b, c],
          [b, c],
        ];
      return [a, b, c];
    };
    expect(sameData(tangle(), tangle())).toBe(true);
    const deep = (): unknown => {
      let value: unknown = 1;
      for (let depth = 0; depth < 100_000; depth += 1) value = [value];
      return value;
    };
    const one = deep();
    expect(sameData(one, one)).toBe(true);
    expect(sameData(one, deep())).toBe(false);
  });
});

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, held: unknown) =>
    typeof held === 'object' && held !== null && !Array.isArray(held)
      ? {
          entries: Object.entries(held)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => `${key} ${sorted(value)}`),
        }
      : held,
  );
