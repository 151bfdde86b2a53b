import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { lowerBound } from '../../src/state/lowerBound.ts';
import { PersistentList } from '../../src/state/persistentList.ts';

interface Item {
  readonly order: number;
}

/** Hundreds of times quicker than a comparison in depth. */
const areSame = (one: readonly Item[], other: readonly Item[]): boolean =>
  one.length === other.length && one.every((item, at) => item === other[at]);

describe('PersistentList', () => {
  it('[X1] any changes to any of its snapshots give what an array copied each time gives', () => {
    const change = fc.record({
      snapshot: fc.nat(),
      at: fc.nat(),
      kind: fc.constantFrom('append', 'append', 'append', 'insert', 'replace', 'remove', 'split'),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300, size: 'max' }), (changes) => {
        const snapshots: { list: PersistentList<Item>; array: readonly Item[] }[] = [
          { list: PersistentList.empty(), array: [] },
        ];
        changes.forEach(({ snapshot, at, kind }, order) => {
          const item = { order };
          const { list, array } =
            snapshots[Math.max(0, snapshots.length - 1 - (snapshot % 4))] ?? expect.unreachable();
          const position = array.length === 0 ? 0 : at % array.length;
          const removed = array.length > 0 && kind !== 'insert' ? 1 : 0;
          const items = kind === 'remove' ? [] : kind === 'split' ? [item, { order: -order }] : [item];
          snapshots.push(
            kind === 'append'
              ? { list: list.append(item), array: [...array, item] }
              : {
                  list: list.splice(position, removed, ...items),
                  array: [...array.slice(0, position), ...items, ...array.slice(position + removed)],
                },
          );
        });
        for (const { list, array } of snapshots) {
          expect(list.length).toBe(array.length);
          expect(areSame([...list.from(0)], array)).toBe(true);
          expect(areSame(list.toArray(), array)).toBe(true);
          expect(array.every((item, position) => list.at(position) === item)).toBe(true);
          expect([list.at(-1), list.at(array.length)]).toEqual([array.at(-1), undefined]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('[X1] what is appended to one of two snapshots that share their end is not in the other', () => {
    const orders = (list: PersistentList<Item>): readonly number[] =>
      [...list.from(0)].map(({ order }) => order);
    for (const length of [17 ** 2, 18 ** 2]) {
      // Chunks may be larger from the next length on, so one may be full for the shorter of two and not for the longer.
      for (let removed = 0; removed < 80; removed += 1) {
        let list = PersistentList.empty<Item>();
        for (let at = 0; at < length + removed; at += 1) list = list.append({ order: at - removed });
        for (let times = 0; times < removed; times += 1) list = list.splice(0, 1);
        const longer = list.splice(0, 0, { order: -1 }).append({ order: -2 });
        const other = list.append({ order: length }).splice(length - 1, 1, { order: -3 });
        const expected = Array.from({ length }, (_, order) => order);
        expect(orders(longer)).toEqual([-1, ...expected, -2]);
        expect(orders(other)).toEqual([...expected.slice(0, -1), -3, length]);
      }
    }
  });

  it('[T18] appending copies nothing, and inserting anywhere copies arrays of the order of √n alone', () => {
    const length = 10_000;
    const longestCopied = (
      grow: (list: PersistentList<Item>, item: Item) => PersistentList<Item>,
      start = PersistentList.empty<Item>(),
    ): number => {
      let longest = 0;
      const slice = vi.spyOn(Array.prototype, 'slice').mockImplementation(function (
        this: unknown[],
        ...range
      ) {
        const copy = [];
        for (let at = range[0] ?? 0; at < Math.min(range[1] ?? Infinity, this.length); at += 1)
          copy.push(this[at]);
        longest = Math.max(longest, copy.length);
        return copy;
      });
      try {
        let list = start;
        for (let order = start.length; order < length; order += 1) list = grow(list, { order });
        return longest;
      } finally {
        slice.mockRestore();
      }
    };
    expect(longestCopied((list, item) => list.append(item))).toBe(0);
    const inFront = longestCopied((list, item) => list.splice(0, 0, item));
    const inTheMiddle = longestCopied((list, item) => list.splice(list.length >> 1, 0, item));
    expect(inFront).toBeGreaterThan(0);
    let appended = PersistentList.empty<Item>();
    for (let order = 1; order < length; order += 1) appended = appended.append({ order });
    const afterwards = longestCopied((list, item) => list.splice(0, 0, item), appended);
    expect(afterwards).toBeLessThan(4 * Math.sqrt(length));
    expect(Math.max(inFront, inTheMiddle)).toBeLessThan(4 * Math.sqrt(length));
  });

  it('[X2] finds a place in a sorted list, and keeps its order through many chunks', () => {
    let list = PersistentList.empty<Item>();
    for (let item = 10_000; item > 0; item -= 1) list = list.splice(0, 0, { order: item * 2 });
    for (let item = 1; item < 10_000; item += 997) {
      const odd = item * 2 + 1;
      list = list.splice(
        lowerBound(list, (other) => other.order < odd),
        0,
        { order: odd },
      );
    }
    const array = list.toArray();
    expect(array).toEqual([...array].sort((a, b) => a.order - b.order));
    expect(lowerBound(list, ({ order }) => order < 3)).toBe(1);
    expect(lowerBound(list, () => true)).toBe(list.length);
  });
});
