import { describe, expect, it } from 'vitest';
import { userDataChanges } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { all, changes, nothing, changesAfter, type UserData } from './userDataChangesFixtures.ts';

/** Objects in one another: of so many levels, the innermost empty. */
const nested = (levels: number, innermost: object = {}): object => {
  let value = innermost;
  for (let level = 1; level < levels; level += 1) value = level % 2 ? { value } : [value];
  return value;
};

describe('userDataChanges', () => {
  it('compares deeply: equal copies and another order of keys are no change', () => {
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
  ])('finds every change of a value, and tells the whole value of its key: %s', (_, before, after) => {
    const [first, change, ...others] = changesAfter({ key: before }, { key: after });
    expect(first?.added).toStrictEqual({ key: before });
    expect(change).toStrictEqual({ ...nothing, changed: { key: after }, current: { key: after } });
    expect(others).toEqual([]);
    expect(changesAfter({ key: after }, { key: structuredClone(after) })).toHaveLength(1);
  });

  it('compares 200 levels of a value deeply, and what lies below by reference', () => {
    const innermost = {};
    expect(changesAfter({ key: nested(200) }, { key: nested(200) })).toHaveLength(1);
    expect(changesAfter({ key: nested(201) }, { key: nested(201) })).toHaveLength(2);
    expect(changesAfter({ key: nested(201, innermost) }, { key: nested(201, innermost) })).toHaveLength(1);
    expect(changesAfter({ key: nested(200, { a: 1 }) }, { key: nested(200, { a: 2 }) })).toHaveLength(2);
  });

  it('user data of 10,000 levels neither throws nor hangs', () => {
    const deep = nested(10_000);
    const other = nested(10_000);
    const [added, changed, removed, ...others] = changesAfter({ deep }, { deep }, { deep: other }, {});
    expect(added?.added['deep'] === deep).toBe(true);
    expect(changed?.changed['deep'] === other).toBe(true);
    expect(removed?.removed['deep'] === other).toBe(true);
    expect(others.length).toBe(0);
  });

  it('cycles neither throw nor hang, and those of one form are equal', () => {
    const cycle = (length: number, mark = 0): UserData => {
      const last: Record<string, unknown> = { mark };
      let first: object = last;
      for (let count = 1; count < length; count += 1) first = { next: first };
      return { ...first, cycle: Object.assign(last, { next: first, self: last }) };
    };
    expect(changesAfter(cycle(2), cycle(2)).length).toBe(1);
    expect(changesAfter(cycle(2), cycle(2, 1)).length).toBe(2);
    expect(changesAfter(cycle(150), cycle(150)).length).toBe(1);
    expect(changesAfter(cycle(10_000), cycle(10_000)).length).toBe(2);
    const whole: Record<string, unknown> = {};
    whole['itself'] = whole;
    expect(changesAfter(whole, whole, {}).length).toBe(2);
    const tangle = (mark: number): UserData => {
      const nodes = Array.from({ length: 60 }, () => ({}));
      nodes.forEach((node, at) => {
        const [left, right] = [nodes[(at * 2 + 1) % 60], nodes[(at * 7 + 3) % 60]];
        Object.assign(node, { left, right, nodes, mark: at === 59 ? mark : 0 });
      });
      return { nodes };
    };
    expect(changesAfter(tangle(1), tangle(1)).length).toBe(1);
    expect(changesAfter(tangle(1), tangle(2)).length).toBe(2);
  });
});
