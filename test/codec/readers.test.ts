import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatWire, toChat } from '../../src/codec/chat.ts';
import { chatMessageWire, toChatMessage } from '../../src/codec/chatMessage.ts';
import { decodeReceived } from '../../src/codec/decodeReceived.ts';
import { participantWire, toParticipant } from '../../src/codec/participant.ts';
import { readChat } from '../../src/codec/readChat.ts';
import { readChatMessage } from '../../src/codec/readChatMessage.ts';
import { readNotification } from '../../src/codec/readNotification.ts';
import { readParticipant } from '../../src/codec/readParticipant.ts';
import { receive } from '../../src/codec/received.ts';
import { interactionWire, toChatOfInteraction } from '../../src/codec/v3/interaction.ts';
import { readInteraction } from '../../src/codec/v3/readInteraction.ts';
import { nearMissOf, pathsIn, replacedAt } from './generators.ts';

/** Objects such as `JSON.parse` makes. */
const record = (
  fields: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  requiredKeys: readonly string[] = Object.keys(fields),
): fc.Arbitrary<object> =>
  fc.record({ ...fields }, { requiredKeys: [...requiredKeys], noNullPrototype: true });

/** What the codecs make of a notification; only these report errors. */
function notificationByCodec(u: unknown): unknown {
  const result = decodeReceived(receive(u, 42), [{ key: '', type: chatWire }]);
  return result._tag === 'Right' ? result.right : undefined;
}

const text = fc.string({ unit: 'binary', maxLength: 6 });
const name = text.filter((id) => id !== '');
const data = fc.dictionary(text, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2, noNullPrototype: true });
const unnamed = fc.dictionary(
  fc.constantFrom('mood', 'eventId', 'toString', 'constructor', 'valueOf'),
  fc.jsonValue({ maxDepth: 1 }),
  { maxKeys: 2, noNullPrototype: true },
);
const withUnnamed = <T extends object>(fields: fc.Arbitrary<T>): fc.Arbitrary<object> =>
  fc.tuple(unnamed, fields).map(([more, content]) => ({ ...content, ...more }));

const who = {
  nickname: text,
  type: text,
  visibility: text,
  uri: text,
  path: text,
  userId: text,
  personId: text,
};
const participant = fc.oneof(
  record({ participantId: fc.oneof(text, fc.nat()), nickname: text, type: text }),
  withUnnamed(
    record({ participantId: fc.oneof(text, fc.nat()), ...who }, ['participantId', 'nickname', 'type']),
  ),
  withUnnamed(record({ id: fc.oneof(text, fc.nat()), ...who }, ['id', 'nickname', 'type'])),
);
const instants = {
  timestamp: fc.oneof(
    text,
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc
      .date({ noInvalidDate: true })
      .map((date) => date.toISOString().replace('T', ' ').replace('Z', '+0200')),
  ),
  timestampSeconds: fc.oneof(fc.double(), fc.nat(), fc.integer({ min: 1e12, max: 2e12 })),
  utcTime: fc.integer({ min: 1e12, max: 2e12 }),
};
const message = withUnnamed(
  record(
    {
      index: fc.maxSafeInteger(),
      type: text,
      from: participant,
      text,
      visibility: text,
      ...instants,
      userData: data,
      url: text,
      noticeText: text,
      messageType: text,
    },
    ['index', 'type'],
  ),
);
const chat = withUnnamed(
  record(
    {
      id: name,
      state: text,
      uri: text,
      capabilities: fc.array(text, { maxLength: 3 }),
      participants: fc.array(participant, { maxLength: 3 }),
      userData: data,
      chatType: text,
      receivedDate: text,
      myParticipantId: text,
    },
    ['id', 'state'],
  ),
);
const kvlist = fc.letrec((tie) => ({
  entries: fc.array(
    fc.oneof(
      { depthSize: 'small' },
      record({ key: fc.constantFrom('a', 'b', 'toString', '__proto__'), type: text, value: fc.nat() }),
      record({ key: name, type: fc.constant('kvlist'), value: fc.oneof(tie('entries'), text) }),
    ),
    { maxLength: 4 },
  ),
})).entries;
const interaction = withUnnamed(
  record(
    {
      id: name,
      state: text,
      mediatype: fc.constant('chat'),
      capabilities: fc.array(fc.constantFrom('accept', 'send-to-agents', 'hold'), { maxLength: 3 }),
      userData: kvlist,
      interactionType: text,
      receivedAt: text,
      chat: withUnnamed(
        record({ participants: fc.array(participant, { maxLength: 3 }), myParticipantId: text }, []),
      ),
    },
    ['id', 'state'],
  ),
);
const common = { notificationType: fc.constantFrom('StatusChange', 'NewMessages'), referenceId: fc.nat() };
const place = { chatUri: name.map((id) => `/chats/${id}x`), chatPath: name.map((id) => `/chats/${id}x`) };
const body = fc.oneof(
  record(
    {
      messageType: fc.constant('ChatStateChangeMessage'),
      ...common,
      operationId: text,
      chat,
      extra: text,
    },
    ['messageType', 'notificationType', 'chat'],
  ),
  record({ messageType: fc.constant('InteractionStateChanged'), ...common, operationId: text, interaction }, [
    'messageType',
    'notificationType',
    'interaction',
  ]),
  record(
    {
      messageType: fc.constant('MessageLogUpdated'),
      ...common,
      operationId: text,
      ...place,
      id: name,
      interactionId: name,
      messages: fc.array(message, { maxLength: 3 }),
    },
    ['messageType', 'notificationType', 'messages', 'id'],
  ),
);
const notification = fc
  .tuple(body, fc.constantFrom(undefined, {}, { channel: '/v2/me/chats' }, { channel: '/x', id: '7' }))
  .map(([content, envelope]): unknown => (envelope === undefined ? content : { ...envelope, data: content }));

const readers = [
  [
    'participant',
    participant,
    readParticipant,
    (u: unknown): unknown => (participantWire.is(u) ? toParticipant(u) : undefined),
  ],
  [
    'message',
    message,
    readChatMessage,
    (u: unknown): unknown => (chatMessageWire.is(u) ? toChatMessage(u) : undefined),
  ],
  ['chat', chat, readChat, (u: unknown): unknown => (chatWire.is(u) ? toChat(u) : undefined)],
  [
    'interaction',
    interaction,
    readInteraction,
    (u: unknown): unknown => (interactionWire.is(u) ? toChatOfInteraction(u) : undefined),
  ],
  ['notification', notification, (u: unknown): unknown => readNotification(u, 42), notificationByCodec],
] as const;

/** The object at a place, in another form that JavaScript has for the same or nearly the same. */
const disguises: readonly ((object: object) => unknown)[] = [
  (object): unknown => new Proxy(object, {}),
  (object): unknown => Object.assign(Object.create(null) as object, object),
  (object): unknown =>
    Object.assign(Object.create({ text: 5, url: 5, visibility: 'All', id: 'B' }) as object, object),
  (object): unknown => Object.create(object) as unknown,
  (object): unknown => Object.freeze({ ...object }),
  (object): unknown =>
    Object.defineProperties(
      {},
      Object.fromEntries(
        Object.entries<unknown>({ ...object }).map(([key, value]) => [
          key,
          { get: () => value, enumerable: true },
        ]),
      ),
    ),
  (object): unknown => Object.defineProperty({ ...object }, 'index', { value: 1, enumerable: false }),
  (object): unknown =>
    JSON.parse(`{"__proto__":{"index":7,"id":"B"},${JSON.stringify({ x: 1, ...object }).slice(1)}`),
  (object): unknown => ({ ...object, sentAt: 5, epoch: 2, occurrence: 3, participants: null }),
  (object): unknown =>
    Array.isArray(object)
      ? Object.assign(new Array<unknown>(object.length + 1), object)
      : { ...object, extra: undefined },
];

const disguised = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  valid.chain((value) => {
    const objects = [[], ...pathsIn(value)].filter((path) => {
      const at: unknown = path.reduce<unknown>(
        (inner, key) => (inner as Record<string, unknown>)[key],
        value,
      );
      return typeof at === 'object' && at !== null;
    });
    return fc.tuple(fc.constantFrom(...objects), fc.constantFrom(...disguises)).map(([path, disguise]) => {
      const at = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
      return replacedAt(value, path, disguise(at as object));
    });
  });

/** Plain data as text, which shows an own `__proto__`. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** The comparison of vitest takes longer than all else, so that it is left to report what differs. */
function expectSame(result: unknown, decoded: unknown): void {
  if (!isDeepStrictEqual(result, decoded)) expect(result).toEqual(decoded);
  expect(shown(result)).toBe(shown(decoded));
}

describe.each(readers)('the reader of a %s', (_, valid, read, byCodec) => {
  it('accepts what servers send, with any unnamed fields, and returns what the codec does', () => {
    fc.assert(
      fc.property(valid, (u) => {
        const result = read(u);
        expect(result).toBeDefined();
        expectSame(result, byCodec(u));
      }),
      { numRuns: 1_000 },
    );
  });

  it('accepts nothing else than the codec, and returns the same, for near misses and odd objects', () => {
    const nearMiss = nearMissOf(valid).map(({ value }) => value);
    const odd = fc.oneof(
      nearMiss,
      nearMissOf(nearMiss).map(({ value }) => value),
      disguised(valid),
      disguised(nearMiss),
    );
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(odd, (u) => {
        const result = read(u);
        if (result === undefined) refused += 1;
        else {
          accepted += 1;
          expectSame(result, byCodec(u));
        }
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(200);
  });
});
