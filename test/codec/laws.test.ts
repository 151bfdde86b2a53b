import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  canonical,
  Chat,
  ChatMessage,
  ChatNotification,
  decodeNotification,
  Participant,
} from '../../src/codec/index.ts';
import { type ChatNotification as Notification, pathSegmentOf } from '../../src/model/index.ts';
import { chatStateChange, message, messageLog, operationError } from '../../src/testing/index.ts';
import { decoded, fixture } from '../fixtures.ts';

const fixtures = [
  'v2-properties-updated',
  'v2-new-messages',
  'v2-sparse-status-change',
  'v2-operation-error',
  'v2-chat-path-and-numeric-participants',
];

const text = fc.string({ unit: 'binary', maxLength: 8 });
const name = text.filter((id) => id !== '');
const data = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
const extras = fc.dictionary(fc.constantFrom('mood', 'eventId', '__proto__'), fc.jsonValue({ maxDepth: 1 }), {
  maxKeys: 2,
});
const withExtras = <T extends object>(fields: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.tuple(extras, fields).map(([more, content]) => ({ ...more, ...content }));
const participant = withExtras(
  fc.record(
    { participantId: fc.oneof(text, fc.integer()), nickname: text, type: text, visibility: text },
    { requiredKeys: ['participantId', 'nickname', 'type'] },
  ),
);
const chat = withExtras(
  fc.record(
    {
      id: name,
      state: text,
      uri: text,
      capabilities: fc.array(text),
      participants: fc.array(participant, { maxLength: 3 }),
      userData: data,
    },
    { requiredKeys: ['id', 'state'] },
  ),
);
const entry = withExtras(
  fc.record(
    {
      index: fc.maxSafeInteger(),
      type: text,
      from: participant,
      text,
      visibility: text,
      timestamp: fc.oneof(
        text,
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      ),
      timestampSeconds: fc.oneof(
        fc.double(),
        fc.integer({ min: 0, max: 2e9 }),
        fc.integer({ min: 1e12, max: 2e12 }),
      ),
      userData: data,
    },
    { requiredKeys: ['index', 'type', 'from'] },
  ),
);
const common = {
  notificationType: fc.constantFrom('StatusChange', 'Error', 'NewMessages'),
  referenceId: fc.integer(),
};
const stateChange = fc.record(
  {
    messageType: fc.constant('ChatStateChangeMessage'),
    ...common,
    chat,
    errorMessage: text,
    statusCode: fc.integer(),
  },
  { requiredKeys: ['messageType', 'notificationType', 'chat'] },
);
const messageLogWire = fc
  .record(
    {
      messageType: fc.constant('MessageLogUpdated'),
      ...common,
      messages: fc.array(fc.oneof({ weight: 5, arbitrary: entry }, fc.jsonValue({ maxDepth: 1 })), {
        maxLength: 6,
      }),
      id: name,
    },
    { requiredKeys: ['messageType', 'notificationType', 'messages', 'id'] },
  )
  .chain(({ id, ...rest }) =>
    fc.constantFrom(
      { ...rest, chatUri: `http://localhost/api/v2/chats/${pathSegmentOf(id)}` },
      { ...rest, chatPath: `/chats/${pathSegmentOf(id)}` },
    ),
  );
const wire = fc
  .tuple(fc.oneof(stateChange, messageLogWire), fc.constantFrom({}, { channel: '/v2/me/chats' }))
  .map(([body, envelope]): unknown => ({ ...envelope, data: body }));

const withoutCircumstances = ({ wire: _, origin: __, receivedAt: ___, ...content }: Notification): unknown =>
  content;

describe('the laws of encoding', () => {
  it('encode(decode(x)) is x for every valid x', () => {
    let accepted = 0;
    fc.assert(
      fc.property(wire, (x) => {
        const result = decodeNotification(x);
        if (result._tag === 'Left') return;
        accepted += 1;
        expect(ChatNotification.encode(result.right)).toBe(x);
        expect(ChatNotification.encode({ ...result.right, origin: 'history', receivedAt: 7 })).toBe(x);
      }),
      { numRuns: 1_000 },
    );
    expect(accepted).toBeGreaterThan(300);
    for (const name of fixtures)
      expect(ChatNotification.encode(decoded(fixture(name)))).toEqual(fixture(name));
  });

  it('decode(canonical(a)) is a, but for wire, origin and receivedAt', () => {
    fc.assert(
      fc.property(wire, (x) => {
        const result = decodeNotification(x);
        if (result._tag === 'Left') return;
        expect(withoutCircumstances(decoded(canonical(result.right)))).toEqual(
          withoutCircumstances(result.right),
        );
      }),
      { numRuns: 1_000 },
    );
    const both = { messageType: 'EventError', chat: { id: 'A' }, interaction: { id: 'B', state: 'Idle' } };
    const built = [
      decoded(both),
      chatStateChange(),
      chatStateChange({ synthetic: true }),
      chatStateChange({ chat: { id: 'a/b c', userData: {} } }),
      messageLog({ chatId: 'ü', messages: [{ sentAt: 5 }, {}] }),
      messageLog({ messages: [] }),
      operationError(),
      operationError({ chatId: 'A' }),
      operationError({ chat: {} }),
    ];
    for (const a of built)
      expect(withoutCircumstances(decoded(canonical(a)))).toEqual(withoutCircumstances(a));
    const empty = {
      channel: '',
      data: {
        messageType: 'ChatStateChangeMessage',
        notificationType: 'Error',
        referenceId: 0,
        errorMessage: '',
        statusCode: 0,
      },
    };
    expect(canonical(decoded(empty))).toEqual(empty);
    const from = { participantId: '1', nickname: 'James', type: 'Customer' };
    const entries = Array.from({ length: 13 }, (_, index) =>
      index === 11 ? 'bad' : { index, type: 'Text', from },
    );
    const log = {
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
      chatPath: '/chats/A',
      messages: entries,
    };
    expect(canonical(decoded(log)).data).toEqual(log);
    expect(canonical(decoded(log))).not.toHaveProperty('channel');
  });

  it('the codec of a message tells its time as GWS v2 does, and no time that does not exist', () => {
    const { sentAt: _, ...timeless } = message();
    for (const [sentAt, times] of [
      [1389261492035, { timestamp: '2014-01-09 09:58:12.035+0000', timestampSeconds: 1389261492035 }],
      [5, { timestamp: '1970-01-01 00:00:00.005+0000' }],
      [NaN, {}],
      [-5, {}],
      [1e300, {}],
    ] as const) {
      expect(ChatMessage.encode({ ...timeless, sentAt })).toEqual({ ...timeless, ...times });
    }
  });

  it('what was changed since it was received encodes to what it is now', () => {
    const received = decoded(fixture('v2-new-messages'));
    if (received.kind !== 'messages') expect.unreachable();
    const trimmed = { ...received, messages: received.messages.slice(1) };
    const encoded = ChatNotification.encode(trimmed);
    expect(encoded).not.toEqual(fixture('v2-new-messages'));
    expect(withoutCircumstances(decoded(encoded))).toEqual(withoutCircumstances(trimmed));
  });

  it('the codecs of a chat, a participant and a message decode what they encode', () => {
    fc.assert(
      fc.property(chat, entry, participant, (c, e, p) => {
        for (const [codec, x] of [
          [Chat, c],
          [ChatMessage, e],
          [Participant, p],
        ] as const) {
          const result = codec.decode(x);
          if (result._tag === 'Left') expect.unreachable();
          const encode = codec.encode as (value: unknown) => unknown; // the three differ in type alone
          expect(codec.is(result.right)).toBe(true);
          expect(codec.decode(encode(result.right))).toEqual(result);
        }
      }),
      { numRuns: 1_000 },
    );
    expect([Chat.name, ChatMessage.name, Participant.name, ChatNotification.name]).toEqual([
      'Chat',
      'ChatMessage',
      'Participant',
      'ChatNotification',
    ]);
  });

  it('the codec of a notification decodes with the errors of io-ts, and knows a notification when it sees one', () => {
    const result = ChatNotification.decode({
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
    });
    expect(result._tag === 'Left' && result.left.length).toBe(1);
    expect(ChatNotification.decode(fixture('v2-foreign-call'))._tag).toBe('Left');
    for (const a of [chatStateChange(), messageLog(), operationError(), operationError({ chat: {} })]) {
      expect(ChatNotification.is(a)).toBe(true);
      expect(ChatNotification.is({ ...a, messageType: 5 })).toBe(false);
    }
    for (const a of [null, {}, fixture('v2-new-messages'), { ...messageLog(), messages: [5] }])
      expect(ChatNotification.is(a)).toBe(false);
    expect(ChatNotification.is({ ...messageLog(), rejected: 5 })).toBe(false);
    expect(ChatNotification.is({ ...chatStateChange(), synthetic: 'yes' })).toBe(false);
    // a guard is a callback as it stands: it looks at its first argument alone
    const james = { participantId: '1', nickname: 'James', type: 'Customer' };
    expect([james, {}, james].filter(Participant.is)).toEqual([james, james]);
    expectTypeOf(ChatNotification._A).toEqualTypeOf<Notification>();
    const numeric = { ...james, participantId: 1 };
    const withStrangers = [
      [Participant, numeric],
      [ChatMessage, { ...message(), from: numeric }],
      [ChatMessage, { ...message(), sentAt: 'now' }],
      [Chat, { id: 'A', state: 'Idle', participants: [numeric] }],
    ] as const;
    for (const [codec, value] of withStrangers) expect(codec.is(value)).toBe(false);
    const common = [
      'kind',
      'messageType',
      'notificationType',
      'origin',
      'receivedAt',
      'referenceId',
      'channel',
    ];
    for (const [notification, fields] of [
      [chatStateChange(), ['chatId', 'chat']],
      [operationError(), ['chatId', 'chat', 'errorMessage', 'statusCode']],
      [messageLog(), ['chatId', 'chatUri', 'messages']],
    ] as const) {
      for (const field of [...common, ...fields])
        expect(ChatNotification.is({ ...notification, [field]: false }), field).toBe(false);
      expect(ChatNotification.is({ ...notification, chatId: '' })).toBe(false);
    }
  });

  it('a notification is plain data: it survives structuredClone and compares by value', () => {
    for (const name of fixtures) {
      const notification = decoded(fixture(name));
      expect(structuredClone(notification)).toEqual(notification);
    }
    expect(structuredClone(decodeNotification({ messageType: 5 }))).toEqual(
      decodeNotification({ messageType: 5 }),
    );
    expect(message({ text: 'a' })).toEqual(message({ text: 'a' }));
  });
});
