import { describe, expect, it } from 'vitest';
import { decoded, refused } from '../fixtures.ts';
import { author, entry, expectLossless, interaction, log, messagesOf, state } from './badInputFixtures.ts';

/** Fields of names that mean something else to JavaScript, as only `JSON.parse` makes them. */
const dangerous = (): Readonly<Record<string, unknown>> =>
  JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}},"prototype":3}',
  ) as Readonly<Record<string, unknown>>;
const names = ['__proto__', 'constructor', 'prototype'];

function chatOf(x: unknown): object {
  const notification = decoded(x);
  return notification.kind === 'chat' ? notification.chat : expect.unreachable();
}

/** Has the dangerous fields as data of its own, and nothing else has changed. */
function expectKept(value: object | undefined): void {
  if (value === undefined) expect.unreachable();
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value)).toEqual(expect.arrayContaining(names));
  for (const name of names) {
    expect(Object.getOwnPropertyDescriptor(value, name)?.value).toEqual(
      Object.getOwnPropertyDescriptor(dangerous(), name)?.value,
    );
  }
  expect(value).not.toHaveProperty('polluted');
  expect({}).not.toHaveProperty('polluted');
}

describe('bad input', () => {
  it('keys of user data that JavaScript knows are data: an agent can attach any key, and none may be lost or change other objects', () => {
    const inV2 = state({ userData: dangerous() });
    const inLog = log({ ...entry, userData: dangerous() });
    const entries = Object.entries(dangerous()).map(([key, value]) => ({ key, type: 'str', value }));
    const inV3 = interaction({ userData: entries });
    for (const x of [inV2, inLog, inV3]) expectLossless(x);
    for (const chat of [chatOf(inV2), chatOf(inV3)]) {
      expectKept((chat as { readonly userData?: object }).userData);
    }
    expectKept(messagesOf(inLog)[0]?.userData);
    const twice = chatOf(interaction({ userData: [...entries, ...entries] })) as {
      readonly userData: object;
    };
    expect(Object.getOwnPropertyDescriptor(twice.userData, '__proto__')?.value).toEqual([
      { polluted: 1 },
      { polluted: 1 },
    ]);
  });

  it.each([
    ['whose author has a string for an id', author],
    ['whose author has a number for an id', { ...author, participantId: 7 }],
  ])(
    'keys of a message, its author and a chat that JavaScript knows are kept like other unnamed fields, %s',
    (_, from) => {
      const x = log(
        { ...dangerous(), ...entry, from: { ...dangerous(), ...from } },
        { ...dangerous(), ...entry, index: 2, timestamp: '2018-05-17T13:59:45.000Z' },
      );
      expectLossless(x);
      for (const message of messagesOf(x)) expectKept(message);
      expectKept(messagesOf(x)[0]?.from);
      const fields = state({ ...dangerous(), participants: [from] });
      expectLossless(fields);
      expectKept(chatOf(fields));
      // and nothing is inherited from them: an index in the __proto__ is no index of the message
      const { index: _index, ...rest } = entry;
      const heir: unknown = JSON.parse(`{"__proto__":{"index":5},${JSON.stringify(rest).slice(1)}`);
      expect(refused(log(heir)).path).toBe('messages[0].index');
    },
  );

  it('what a message inherits counts for nothing, the fields beside its chat and its messages, too', () => {
    const heirOf = (inherited: object, x: unknown): unknown =>
      Object.assign(Object.create(inherited) as object, (x as { readonly data: object }).data);
    const strange = { referenceId: 'x', synthetic: true, statusCode: 'x', errorMessage: 5, statusMessage: 5 };
    const located = { chatUri: '/chats/B', chatPath: '/chats/B', id: 'B', interactionId: 'B' };
    const error = { data: { messageType: 'EventError' } };
    for (const x of [state({}), interaction({}), log(entry), error]) {
      const { wire: _, ...fields } = decoded((x as { readonly data: unknown }).data);
      const data = heirOf({ ...strange, ...located, chat: { id: 'B', state: 'Idle' } }, x);
      for (const received of [data, { data }]) {
        const { wire: __, ...heir } = decoded(received);
        expect(heir).toEqual(fields);
      }
    }
    const { chatUri: _, ...nowhere } = (log(entry) as { readonly data: { readonly chatUri: string } }).data;
    expect(refused(heirOf(located, { data: nowhere })).kind).toBe('invalid');
    const participants = [{ ...author, participantId: 7 }];
    const heirs = heirOf({ participants: 5 }, { data: { id: 'A', state: 'Idle' } });
    expect(chatOf({ ...(state({}) as { readonly data: object }).data, chat: heirs })).not.toHaveProperty(
      'participants.0',
    );
    const inner = heirOf(
      { userData: 5, capabilities: 7, mediatype: 'email' },
      { data: { id: 'A', state: 'Idle', chat: heirOf({ participants }, { data: {} }) } },
    );
    const outer = {
      messageType: 'InteractionStateChanged',
      notificationType: 'StatusChange',
      interaction: inner,
    };
    expect(chatOf(outer)).toEqual({ id: 'A', state: 'Idle' });
  });
});
