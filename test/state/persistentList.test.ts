import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PersistentList } from '../../src/state/persistentList.ts';

interface Item {
  readonly order: number;
}

describe('PersistentList', () => {
  it('[X1] any changes to any of its snapshots give what an array copied each time gives', () => {
    const change = fc.record({
      snapshot: fc.nat(),
      at: fc.nat(),
      kind: fc.constantFrom('append', 'append', 'append', 'insert', 'replace', 'remove', 'split'),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300 }), (changes) => {
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
          expect([...list]).toEqual(array);
          expect(list.toArray()).toEqual(array);
          expect(array.map((_, position) => list.at(position))).toEqual(array);
          expect([list.at(-1), list.at(array.length)]).toEqual([array.at(-1), undefined]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('[X2] finds a place in a sorted list, and keeps its order through many chunks', () => {
    let list = PersistentList.empty<Item>();
    for (let item = 10_000; item > 0; item -= 1) list = list.splice(0, 0, { order: item * 2 });
    for (let item = 1; item < 10_000; item += 997) {
      const odd = item * 2 + 1;
      list = list.splice(
        list.lowerBound((other) => other.order < odd),
        0,
        { order: odd },
      );
    }
    const array = list.toArray();
    expect(array).toEqual([...array].sort((a, b) => a.order - b.order));
    expect(list.lowerBound(({ order }) => order < 3)).toBe(1);
    expect(list.lowerBound(() => true)).toBe(list.length);
  });
});
