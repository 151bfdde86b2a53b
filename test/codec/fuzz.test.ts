import fc from 'fast-check';
import * as t from 'io-ts';
import { describe, expect, it } from 'vitest';
import {
  canonical,
  Chat,
  ChatMessage,
  ChatNotification,
  decodeNotification,
  Participant,
} from '../../src/codec/index.ts';
import { guard } from '../../src/codec/primitives.ts';
import { RecordCodec } from '../../src/codec/recordCodec.ts';
import {
  deepFrozen,
  isFreeOfProto,
  nearMissOf,
  pathsIn,
  plainOf,
  type RecordParts,
  replacedAt,
  validBody,
  validOf,
  wireCodecs,
} from './generators.ts';

const runs = { numRuns: 1_000 };
const json = fc.jsonValue({ maxDepth: 3 });

const isRight = ({ _tag }: { readonly _tag: string }): boolean => _tag === 'Right';

/** A codec accepts a value if it decodes it, and its guard must say the same. */
function accepts(codec: t.Mixed, value: unknown): boolean {
  const accepted = isRight(codec.validate(value, [{ key: '', type: codec }]));
  expect(codec.is(value)).toBe(accepted);
  return accepted;
}

describe('what is derived from the codecs', () => {
  it('[D40] of near-misses of the codecs of the wire at least 30 % are accepted and 30 % refused', () => {
    expect(wireCodecs.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'stateChangeWire',
        'interactionChangeWire',
        'operationErrorWire',
        'messageLogWire',
        'chatWire',
        'partialChatWire',
        'chatMessageWire',
        'participantWire',
      ]),
    );
    let accepted = 0;
    let refused = 0;
    const anyCodec = fc.constantFrom(...wireCodecs.map(([, codec]) => codec));
    fc.assert(
      fc.property(
        anyCodec.chain((codec) => fc.tuple(fc.constant(codec), nearMissOf(validOf(codec)))),
        ([codec, { value }]) => {
          if (accepts(codec, value)) accepted += 1;
          else refused += 1;
        },
      ),
      runs,
    );
    expect(accepted).toBeGreaterThanOrEqual(300);
    expect(refused).toBeGreaterThanOrEqual(300);
  });

  it.each(wireCodecs)(
    '[D41] a guard says what its codec and what plain io-ts say, of anything without an own __proto__: %s',
    (_, codec) => {
      const plain = plainOf(codec);
      const valid = validOf(codec);
      const nearMiss = nearMissOf(valid).map(({ value }) => value);
      const values = fc.oneof(
        valid.map((value) => ({ value, isValid: true })),
        ...[nearMiss, nearMissOf(nearMiss).map(({ value }) => value), json.filter(isFreeOfProto)].map(
          (some) => some.map((value) => ({ value, isValid: false })),
        ),
      );
      fc.assert(
        fc.property(values, ({ value, isValid }) => {
          const accepted = accepts(codec, value);
          expect(plain.is(value)).toBe(accepted);
          expect(isRight(plain.decode(value))).toBe(accepted);
          if (isValid) expect(accepted).toBe(true);
        }),
        runs,
      );
    },
  );

  it('[D42] a field that is added to a codec is guarded, with no other edit', () => {
    const [, chat] = wireCodecs.find(([name]) => name === 'chatWire') ?? expect.unreachable();
    const even = guard('whole number', (u): u is number => Number.isSafeInteger(u) && Number(u) % 2 === 0);
    const room = new RecordCodec('Room', { floor: t.number }, { doors: t.readonlyArray(t.string) });
    const extended: t.Mixed & RecordParts = new RecordCodec(
      'ExtendedChat',
      { ...chat.required, room },
      { ...chat.optional, seats: even },
    );
    const whole = { id: 'A', state: 'Idle', room: { floor: 1, doors: ['N'] }, seats: 2 };
    expect(accepts(extended, whole)).toBe(true);
    for (const bad of [
      { ...whole, room: undefined },
      { ...whole, room: { floor: '1' } },
      { ...whole, room: { floor: 1, doors: [7] } },
      { ...whole, seats: 3 },
    ]) {
      expect(accepts(chat, bad)).toBe(true);
      expect(accepts(extended, bad)).toBe(false);
    }
    const plain = plainOf(extended);
    let refused = 0;
    fc.assert(
      fc.property(nearMissOf(validOf(extended)), ({ value }) => {
        const accepted = accepts(extended, value);
        expect(isRight(plain.decode(value))).toBe(accepted);
        refused += Number(!accepted);
      }),
      runs,
    );
    expect(refused).toBeGreaterThan(300);
  });
});

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
function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
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
  it('[D43] decoding never throws, whatever it is given: any JSON, near-misses, anything that JavaScript has', () => {
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
  it.each(hostile)('[D44] decoding never throws and soon ends, wherever there is %s', (_, value) => {
    expect(decodes(value)).toBe(false);
    expect(decodes({ channel: '/v2/me/chats', data: value })).toBe(false);
    expect(decodes({ channel: value, data: bodies[0] })).toBe(false);
    let accepted = 0;
    for (const body of bodies) {
      for (const path of pathsIn(body)) accepted += Number(decodes(replacedAt(body, path, value)));
      accepted += Number(decodes({ ...(body as object), unheardOf: value }));
    }
    expect(accepted).toBeGreaterThan(0);
  });

  const chatWith = (more: object): object => ({
    messageType: 'ChatStateChangeMessage',
    notificationType: 'StatusChange',
    chat: { id: 'A', state: 'Idle', ...more },
  });
  const logWith = (more: object): object => ({
    messageType: 'MessageLogUpdated',
    notificationType: 'NewMessages',
    chatPath: '/chats/A',
    messages: [{ index: 1, type: 'Text', from: { participantId: 1, nickname: 'a', type: 'Agent' }, ...more }],
  });

  it('[D45] what never stops giving more is read no further than a list may be long', () => {
    const most = 50_000;
    let steps = 0;
    const step = (): void => {
      steps += 1;
      if (steps > most) throw new Error('it does not end'); // in place of a test that does not
    };
    const endlessIterator = Object.assign(['x'], {
      *[Symbol.iterator]() {
        for (;;) {
          step();
          yield 'x';
        }
      },
    });
    const growing = (item: unknown): unknown => {
      let length = 1;
      return new Proxy([], {
        get: (_, name) => {
          step();
          return name === 'length' ? (length += 1) : name === Symbol.iterator ? [][Symbol.iterator] : item;
        },
      });
    };
    const ancestor = (): object => {
      step();
      return new Proxy({}, { getPrototypeOf: ancestor });
    };
    const descendant = new Proxy(
      { participantId: 1, nickname: 'a', type: 'Agent' },
      { getPrototypeOf: ancestor },
    );
    const unsteady = (first: number): unknown => {
      let asked = 0;
      const length = { valueOf: () => ((asked += 1) > first ? Infinity : 1) };
      return new Proxy([], {
        get: (_, name) => {
          step();
          return name === 'length' ? length : 'x';
        },
      });
    };
    const lengthening = (first: number): unknown => {
      let asked = 0;
      return new Proxy(['x'], {
        get: (_, name) => {
          step();
          return name === 'length' ? ((asked += 1) > first ? Infinity : 1) : 7;
        },
      });
    };
    const endless: string[] = [];
    for (const [name, x] of Object.entries({
      'capabilities with an endless iterator': chatWith({ capabilities: endlessIterator }),
      'messages with an endless iterator': { ...logWith({}), messages: endlessIterator },
      'capabilities that grow': chatWith({ capabilities: growing('x') }),
      'messages that grow': { ...logWith({}), messages: growing(7) },
      'messages whose length becomes another': { ...logWith({}), messages: unsteady(2) },
      'capabilities whose length becomes another': chatWith({ capabilities: unsteady(1) }),
      'messages whose length becomes endless at once': { ...logWith({}), messages: lengthening(1) },
      'messages whose length becomes endless later': { ...logWith({}), messages: lengthening(2) },
      'capabilities whose length becomes endless at once': chatWith({ capabilities: lengthening(1) }),
      'capabilities whose length becomes endless later': chatWith({ capabilities: lengthening(2) }),
      'an author with endless ancestors': logWith({ from: descendant }),
      'a message with endless ancestors': logWith(new Proxy({}, { getPrototypeOf: ancestor })),
    })) {
      steps = 0;
      decodeNotification(x, 42);
      if (steps > most) endless.push(name);
    }
    expect(endless).toEqual([]);
  });

  it('[D46] user data of 10,000 levels is decoded, encoded and given back by canonical', () => {
    const userData = { deep: nested(10_000, (inner) => ({ inner })) };
    const interaction = { id: 'A', state: 'Idle', userData: [{ key: 'deep', value: userData.deep }] };
    for (const x of [
      chatWith({ userData }),
      logWith({ userData }),
      logWith({ userData, unheardOf: userData, timestamp: '' }),
      { messageType: 'InteractionStateChanged', notificationType: 'StatusChange', interaction },
    ]) {
      const result = decodeNotification(x, 42);
      if (result._tag === 'Left') expect.unreachable(result.left.message);
      expect(ChatNotification.encode(result.right) === x).toBe(true);
      const again = decodeNotification(canonical(result.right), 42);
      expect(isRight(again)).toBe(true);
      const elsewhere = { ...result.right, chatId: 'B' };
      expect(ChatNotification.encode(elsewhere) === x).toBe(false);
      expect(ChatNotification.is(elsewhere)).toBe(true);
    }
  });

  it('[D47] the input is never changed: what is frozen all through decodes to the same', () => {
    const nearMiss = nearMissOf(validBody).map(({ value }) => value);
    fc.assert(
      fc.property(fc.oneof(validBody, nearMiss, json), (x) => {
        const before = structuredClone(x);
        const result = decodeNotification(x, 42);
        expect(x).toEqual(before);
        expect(decodeNotification(deepFrozen(before), 42)).toEqual(result);
        if (result._tag === 'Right') expect(deepFrozen(result.right).wire).toBe(x);
      }),
      runs,
    );
  });

  it('[D48] what says something else each time it is read is decoded or refused, and never throws', () => {
    const survives = (x: unknown): void => {
      const result = decodeNotification(x, 42);
      if (result._tag === 'Right') ChatNotification.encode(result.right);
      else expect(result.left.message).not.toBe('');
    };
    for (let good = 0; good < 8; good += 1) {
      for (let bad = 0; bad < 8; bad += 1) {
        let reads = 0;
        const flickering = (right: unknown): PropertyDescriptor => ({
          get: () => ((reads += 1) % (good + bad) < good ? right : false),
          enumerable: true,
        });
        const entry = Object.defineProperty(logWith({}), 'messages', {
          value: [Object.defineProperty({ type: 'Text', from: {} }, 'index', flickering(1))],
          enumerable: true,
        });
        survives(entry);
        survives(chatWith(Object.defineProperty({}, 'uri', flickering('/chats/A'))));
        const unsure = Object.defineProperty(['Accept'], 0, flickering('Accept'));
        survives(chatWith({ capabilities: unsure }));
        const { messages } = logWith({}) as { readonly messages: readonly object[] };
        const shifting = Object.defineProperty({ ...messages[0] }, 'index', flickering(1));
        survives({ ...logWith({}), messages: [shifting] });
        survives({ ...logWith({}), messages: [shifting, messages[0]] });
        for (const codec of [ChatMessage, Participant, Chat]) {
          const result = codec.decode(Object.defineProperty({ ...messages[0] }, 'type', flickering('Text')));
          if (result._tag === 'Left') expect(result.left).not.toEqual([]);
        }
      }
    }
  });

  it('[D48] what was checked of a message is what comes out, whatever is read later', () => {
    const { messages } = logWith({}) as { readonly messages: readonly object[] };
    for (const [field, right] of Object.entries({ index: 1, type: 'Text', text: 'Hi', visibility: 'All' })) {
      let reads = 0;
      const told = Object.defineProperty({ ...messages[0], unheardOf: 1 }, field, {
        get: () => ((reads += 1) === 1 ? right : false),
        enumerable: true,
      });
      const result = decodeNotification({ ...logWith({}), messages: [told] }, 42);
      expect(result).toMatchObject({ right: { messages: [{ [field]: right }] } });
    }
  });

  it('[D49] a field that is not enumerable is none, for JSON and structuredClone would not show it either', () => {
    const hidden = Object.defineProperty(
      { type: 'Text', from: { participantId: 1, nickname: 'a', type: 'A' } },
      'index',
      {
        value: 1,
      },
    );
    const result = decodeNotification({ ...logWith({}), messages: [hidden] }, 42);
    if (result._tag === 'Right') expect.unreachable();
    expect(result.left).toMatchObject({ path: 'messages[0]', kind: 'invalid' });
  });
});
