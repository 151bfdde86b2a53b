import { describe, expect, it } from 'vitest';
import { decoded, fixture, refused } from '../fixtures.ts';
import { agent, log, state } from './decodeNotificationFixtures.ts';

describe('decodeNotification', () => {
  it('[D17] decoding never throws and never changes its input', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const throwing = {
      get data(): never {
        throw new Error('mine');
      },
    };
    expect(refused(proxy)).toMatchObject({ kind: 'invalid' });
    expect(refused(throwing).message).toContain('mine');
    expect(refused({ messageType: Symbol('x') })).toMatchObject({ kind: 'invalid' });
    expect(refused(10n)).toMatchObject({ kind: 'invalid' });
    const frozen = deepFrozen(fixture('v2-new-messages'));
    expect(decoded(frozen)).toMatchObject({ kind: 'messages' });
    expect(frozen).toEqual(fixture('v2-new-messages'));
  });

  it('what a payload inherits counts for nothing, be it from a class or from an extended Object.prototype', () => {
    const inherited = Object.create({ text: 5, visibility: 'All' }, {}) as object;
    const heir = Object.assign(Object.create({ text: 5, visibility: 'All', index: 1 }) as object, {
      index: 1,
      type: 'Text',
      from: agent,
    });
    const log1 = (entry: object): unknown => ({ ...log(), messages: [entry] });
    expect(refused(log1(inherited)).path).toBe('messages[0].index');
    expect(refused(log1(Object.create({ index: 1, type: 'Text', from: agent }) as object)).path).toBe(
      'messages[0].index',
    );
    expect(decoded(log1(heir))).toMatchObject({ messages: [{ index: 1 }] });
    expect(decoded(log1(heir))).not.toHaveProperty('messages[0].text');
    const { chat } = state({ id: 'A', state: 'Idle' });
    const withProto: unknown = {
      ...state({}),
      chat: Object.assign(Object.create({ uri: 5 }) as object, chat),
    };
    expect(decoded(withProto)).toMatchObject({ chat: { id: 'A' } });
    expect(decoded(withProto)).not.toHaveProperty('chat.uri');
    const added = { visibility: 5, sentAt: 'x', referenceId: 'x', synthetic: true };
    Object.assign(Object.prototype, added);
    try {
      expect(decoded(log({ extra: 1 }))).toMatchObject({ messages: [{ index: 1, from: agent, extra: 1 }] });
      expect(refused(log({ index: 'x' })).path).toBe('messages[0].index');
      const fieldNames = Object.keys(decoded(state({ id: 'A', state: 'Idle' })));
      for (const key of Object.keys(added)) expect(fieldNames).not.toContain(key);
    } finally {
      for (const key of Object.keys(added)) Reflect.deleteProperty(Object.prototype, key);
    }
  });

  it('what an extended Object.prototype adds is in no notification, also where its type is right', () => {
    const wires = [
      log({}),
      state({ id: 'A', state: 'Idle', participants: [{ ...agent, participantId: 7 }] }),
      { messageType: 'EventError' },
    ];
    const before = wires.map((wire) => JSON.stringify({ ...decoded(wire), wire: undefined }));
    const added = {
      url: 'x',
      uri: 'x',
      personId: 'x',
      chatType: 'x',
      operationId: 'x',
      referenceId: 5,
      id: 'x',
    };
    Object.assign(Object.prototype, added);
    let after: readonly string[];
    try {
      after = wires.map((wire) => JSON.stringify({ ...decoded(wire), wire: undefined }));
    } finally {
      for (const key of Object.keys(added)) Reflect.deleteProperty(Object.prototype, key);
    }
    const parsed = (texts: readonly string[]): unknown => texts.map((text): unknown => JSON.parse(text));
    expect(parsed(after)).toEqual(parsed(before));
  });

  it('an own __proto__ in a payload is kept as data and never inherited from', () => {
    const message: unknown = JSON.parse(
      JSON.stringify(log({})).replace('"index":1', '"__proto__":{"index":1,"polluted":true}'),
    );
    expect(refused(message).message).toBe('messages[0].index: expected whole number, got undefined');
    const kept = decoded(
      JSON.parse(JSON.stringify(log({})).replace('"index":1', '"index":1,"__proto__":{"polluted":true}')),
    );
    if (kept.kind !== 'messages') expect.unreachable();
    expect(Object.getPrototypeOf(kept.messages[0])).toBe(Object.prototype);
    expect(JSON.stringify(kept.messages[0])).toContain('"__proto__":{"polluted":true}');
  });
});

function deepFrozen(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
}
