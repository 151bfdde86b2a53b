import fc from 'fast-check';
import * as t from 'io-ts';
import { describe, expect, it } from 'vitest';
import { guard } from '../../src/codec/primitives.ts';
import { RecordCodec } from '../../src/codec/recordCodec.ts';
import { isRight, json, runs } from './fuzzing.ts';
import { isFreeOfProto, nearMissOf, plainOf, type RecordParts, validOf, wireCodecs } from './generators.ts';

/** A codec accepts a value if it decodes it, and its guard must say the same. */
function accepts(codec: t.Mixed, value: unknown): boolean {
  const accepted = isRight(codec.validate(value, [{ key: '', type: codec }]));
  expect(codec.is(value)).toBe(accepted);
  return accepted;
}

describe('what is derived from the codecs', () => {
  it('of near-misses of the codecs of the wire at least 30 % are accepted and 30 % refused', () => {
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
    'a guard says what its codec and what plain io-ts say, of anything without an own __proto__: %s',
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

  it('a field that is added to a codec is guarded, with no other edit', () => {
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
