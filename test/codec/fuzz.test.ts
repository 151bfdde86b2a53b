import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChatNotification, decodeNotification } from '../../src/codec/index.ts';
import { isRight, json, nested, runs } from './fuzzing.ts';
import { nearMissOf, pathsIn, replacedAt, validBody } from './generators.ts';

/** Decodes it within a second, and gives back by encoding what was decoded. */
function decodes(x: unknown): boolean {
  const started = performance.now();
  const result = decodeNotification(x, 42);
  if (result._tag === 'Right') expect(ChatNotification.encode(result.right) === x).toBe(true);
  else expect(Object.is(result.left.raw, x)).toBe(true); // `toBe(x)` would print what it cannot read
  expect(performance.now() - started).toBeLessThan(1_000);
  return isRight(result);
}

const thrower = (thrown: unknown): (() => never) =>
  function fail() {
    throw thrown;
  };
const throwingProxy = (target: object, thrown: unknown): unknown => {
  const fail = thrower(thrown);
  return new Proxy(target, { get: fail, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail });
};
function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}
function cycle(value: unknown[] | Record<string, unknown>): unknown {
  return Object.assign(value, Array.isArray(value) ? [value] : { id: value, from: value, chat: value });
}
function lengthened(length: number): unknown {
  const array: unknown[] = [];
  array.length = length;
  return array;
}
const fields = [
  'data',
  'messageType',
  'id',
  'index',
  'type',
  'participantId',
  'key',
  'value',
  'participants',
];
const getters = (thrown: unknown): unknown =>
  Object.defineProperties(
    {},
    Object.fromEntries(fields.map((name) => [name, { get: thrower(thrown), enumerable: true }])),
  );

const hostile: readonly (readonly [name: string, value: unknown])[] = [
  ['getters that throw', getters(new Error('mine'))],
  ['getters that throw nothing readable', getters(Object.create(null))],
  ['getters that throw a revoked proxy', getters(revoked({}))],
  ['an item that throws', Object.defineProperty([], 0, { get: thrower(undefined), enumerable: true })],
  ['a proxy of which every trap throws', throwingProxy({}, new Error('mine'))],
  ['a proxy of an array of which every trap throws', throwingProxy([], Symbol('mine'))],
  ['a proxy that does nothing', new Proxy({}, {})],
  ['a revoked proxy', revoked({})],
  ['a revoked proxy of an array', revoked([])],
  ['a revoked proxy of a function', revoked(thrower)],
  ['an object in a cycle', cycle({})],
  ['an array in a cycle', cycle([])],
  ['a BigInt', 10n],
  ['a symbol', Symbol('mine')],
  ['a function', thrower],
  ['a class', Map],
  ['a map', new Map([['id', 'A']])],
  ['a date that does not exist', new Date(NaN)],
  ['a boxed string', new String('A')],
  ['a typed array', new Uint8Array(8)],
  ['an object without a prototype', Object.create(null)],
  ['NaN', NaN],
  ['what throws when it becomes a string', { toString: thrower(1), [Symbol.toPrimitive]: thrower(1) }],
  ['what throws when it becomes JSON', { toJSON: thrower(1) }],
  ['a sparse array of 5 million', new Array(5_000_000)],
  ['a sparse array of 4 billion', lengthened(2 ** 32 - 1)],
  ['10,000 levels of objects', nested(10_000, (inner) => ({ inner }))],
  ['10,000 levels of arrays', nested(10_000, (inner) => [inner])],
  ['10,000 levels of chats', nested(10_000, (chat) => ({ id: 'A', state: 'Idle', chat }))],
];

describe('what nobody should send', () => {
  it('decoding never throws, whatever it is given: any JSON, near-misses, anything that JavaScript has', () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    const nearMiss = nearMissOf(validBody).map(({ value }) => value);
    const envelope = (data: unknown): unknown => ({ channel: '/v2/me/chats', data });
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(json, anything, nearMiss, nearMiss.map(envelope), json.map(envelope)), (x) => {
        accepted += Number(decodes(x));
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(200);
    fc.assert(
      fc.property(validBody, (x) => {
        expect(decodes(x)).toBe(true);
      }),
      runs,
    );
  });

  const bodies = fc.sample(validBody, { numRuns: 8, seed: 3 });

  it.each(hostile)('decoding never throws and soon ends, wherever there is %s', (_, value) => {
    expect(decodes(value)).toBe(false);
    expect(decodes({ channel: '/v2/me/chats', data: value })).toBe(false);
    expect(decodes({ channel: value, data: bodies[0] })).toBe(false);
    let accepted = 0;
    for (const body of bodies) {
      for (const path of pathsIn(body)) accepted += Number(decodes(replacedAt(body, path, value)));
      accepted += Number(decodes({ ...(body as object), unknownField: value }));
    }
    expect(accepted).toBeGreaterThan(0);
  });
});
