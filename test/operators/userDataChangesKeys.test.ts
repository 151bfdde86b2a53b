import { describe, expect, it } from 'vitest';
import type { UserDataChange } from '../../operators/index.ts';
import { changesAfter, type UserData } from './userDataChangesFixtures.ts';

/** As text, own `__proto__` and all, which a comparison could miss. */
const asText = (change: UserDataChange | undefined): string[] =>
  [change?.added, change?.changed, change?.removed, change?.current].map((data) => JSON.stringify(data));

const parsed = (json: string): UserData => JSON.parse(json) as UserData;

describe('userDataChanges', () => {
  it('own keys only: inherited properties are not user data', () => {
    const changesOf = changesAfter(
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
    expect(changesAfter({ key: parsed('{"constructor":1}') }, { key: {} })).toHaveLength(2);
    expect(changesAfter(Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 })).toHaveLength(1);
  });

  it('a key whose value is undefined is a key', () => {
    const [added, removed, ...others] = changesAfter({ gone: undefined }, {});
    expect(Object.keys(added?.added ?? {})).toEqual(['gone']);
    expect(Object.keys(removed?.removed ?? {})).toEqual(['gone']);
    expect(others).toEqual([]);
  });

  it('__proto__ is a key like any other: it comes, changes and goes, and nothing inherits from it', () => {
    const changesOf = changesAfter(
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
});
