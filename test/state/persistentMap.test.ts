import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PersistentMap } from '../../src/state/persistentMap.ts';

/** Two by two of one hash: all levels of the first hash are one, of the second (6 and 7) two of some. */
const colliding = ['l9on', 'H8Aa', 'l9of', 'H8Ai', 'fzZs', '03so', 'Z0Jp', '4Usd', 'Bloe', 'Z50p'];
const odd = ['', '\0', '__proto__', 'constructor', 'toString', 'key', 'children', 'ä', '𝒳', '0'];

/** Everything that can be read from a map, next to what a native one says. */
const expectSame = (map: PersistentMap<number>, native: ReadonlyMap<string, number>): void => {
  const keys = [...native.keys(), ...colliding, ...odd];
  const entries = [...map.entries()];
  expect([map.size, entries.length]).toEqual([native.size, native.size]);
  expect(entries.every(([key, value]) => native.get(key) === value)).toBe(true);
  expect(new Set(entries.map(([key]) => key)).size).toBe(native.size);
  expect(keys.filter((key) => map.get(key) !== native.get(key))).toEqual([]);
};

const mapOf = (keys: Iterable<string>): PersistentMap<number> => {
  let map = PersistentMap.empty<number>();
  let order = 0;
  for (const key of keys) map = map.with(key, (order += 1));
  return map;
};

describe('PersistentMap', () => {
  it('any changes to any of its snapshots give what a Map copied each time gives, and no snapshot changes', () => {
    const key = fc.oneof(
      fc.constantFrom(...colliding),
      fc.constantFrom(...colliding, ...odd),
      fc.nat(60).map(String),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const change = fc.record({ snapshot: fc.nat(), key, kind: fc.constantFrom('with', 'with', 'without') });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60, size: 'max' }), (changes) => {
        const snapshots: { map: PersistentMap<number>; native: ReadonlyMap<string, number> }[] = [
          { map: PersistentMap.empty(), native: new Map() },
        ];
        changes.forEach(({ snapshot, key: changed, kind }, order) => {
          const { map, native } =
            snapshots[Math.max(0, snapshots.length - 1 - (snapshot % 4))] ?? expect.unreachable();
          const next = new Map(native);
          if (kind === 'with') next.set(changed, order);
          else next.delete(changed);
          snapshots.push({
            map: kind === 'with' ? map.with(changed, order) : map.without(changed),
            native: next,
          });
        });
        for (const { map, native } of snapshots) expectSame(map, native);
      }),
      { numRuns: 1_000 },
    );
  });

  it('an unknown key, __proto__ and the empty string are keys like any other', () => {
    const empty = PersistentMap.empty<number>();
    for (const key of [...odd, ...colliding]) {
      expect(empty.get(key)).toBeUndefined();
      expect(empty.without(key)).toBe(empty);
      const one = empty.with(key, 1);
      expectSame(one, new Map([[key, 1]]));
      expect(one.get(`${key}?`)).toBeUndefined();
      expect(one.without(`${key}?`)).toBe(one);
      expectSame(one.without(key), new Map());
    }
    expect(mapOf(odd).get('valueOf')).toBeUndefined();
  });

  it('keys of one hash are told apart, in whatever order they come and go', () => {
    const pairs = [colliding.slice(0, 2), colliding.slice(2, 4), colliding.slice(8), colliding];
    for (const keys of pairs) {
      for (const added of [keys, [...keys].reverse()]) {
        const native = new Map(added.map((key, at) => [key, at + 1]));
        const all = mapOf(added);
        expectSame(all, native);
        for (const gone of keys) {
          const rest = new Map(native);
          rest.delete(gone);
          expectSame(all.without(gone), rest);
          expectSame(all.without(gone).with(gone, native.get(gone) ?? 0), native);
          expectSame(all, native);
        }
        expectSame(
          keys.reduce((map, key) => map.without(key), all),
          new Map(),
        );
      }
    }
  });

  it('holds 50,000 keys, of which some share a hash, and empties again', () => {
    const keys = Array.from({ length: 50_000 }, (_, at) => at.toString(36));
    const full = mapOf(keys);
    expect(full.size).toBe(keys.length);
    expect(keys.every((key, at) => full.get(key) === at + 1)).toBe(true);
    expect(new Set(Array.from(full.entries(), ([key]) => key)).size).toBe(keys.length);
    let rest = full;
    for (const key of keys.slice(1)) rest = rest.without(key);
    expect([...rest.entries()]).toEqual([['0', 1]]);
    expect([...rest.without('0').entries()]).toEqual([]);
    expect(full.size).toBe(keys.length);
    expect(full.get('z')).toBe(36);
  });

  it('a change leaves all but the way to its key as it was: objects of other keys stay the same', () => {
    const empty = PersistentMap.empty<{ readonly key: string }>();
    const keys = Array.from({ length: 2_000 }, (_, at) => `chat ${at}`);
    const before = keys.reduce((map, key) => map.with(key, { key }), empty);
    const after = before.with('chat 7', { key: 'another' }).without('chat 8');
    expect(after.size).toBe(1_999);
    for (const key of keys.slice(9)) expect(after.get(key)).toBe(before.get(key));
    expect([after.get('chat 7'), after.get('chat 8')]).toEqual([{ key: 'another' }, undefined]);
    expect([before.get('chat 7'), before.get('chat 8')]).toEqual([{ key: 'chat 7' }, { key: 'chat 8' }]);
  });
});
