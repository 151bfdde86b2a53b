import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNotification } from '../../src/codec/index.ts';
import { decoded, fixture, refused } from '../fixtures.ts';

const agent = { nickname: 'TestName', type: 'Agent', participantId: '007352CE72D50290' };

describe('decodeNotification', () => {
  it('[D1] decodes the state change of the GWS reference exactly', () => {
    const wire = fixture('v2-properties-updated') as { data: { chat: unknown } };
    expect(decoded(wire)).toEqual({
      kind: 'chat',
      messageType: 'ChatStateChangeMessage',
      notificationType: 'PropertiesUpdated',
      referenceId: 83,
      origin: 'live',
      receivedAt: 42,
      wire,
      chatId: '0000Wa9CAM6W00J',
      chat: wire.data.chat,
    });
  });

  it('[D2] decodes the message log of the GWS reference exactly: both messages with index 3 come out', () => {
    const wire = fixture('v2-new-messages');
    const shared = { index: 3, from: agent, visibility: 'All', type: 'Text' };
    expect(decoded(wire)).toEqual({
      kind: 'messages',
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
      origin: 'live',
      receivedAt: 42,
      wire,
      chatId: '0000Wa9CAM6W00FN',
      chatUri: 'http://localhost:8080/api/v2/chats/0000Wa9CAM6W00FN',
      messages: [
        { ...shared, text: 'How may I help you?', sentAt: 1389261492035 },
        { ...shared, text: 'Are you still there?', sentAt: 1389261492047 },
      ],
    });
  });

  it('[D3] takes a Bayeux message or its bare data, and keeps the channel', () => {
    const { data } = fixture('v2-properties-updated') as { data: unknown };
    const chat = { kind: 'chat', chatId: '0000Wa9CAM6W00J' };
    const bare = decoded(data);
    const whole = decoded({ channel: '/v2/me/chats', id: '7', ext: { ack: 1 }, data });
    expect(bare).toMatchObject(chat);
    expect(bare).not.toHaveProperty('channel');
    expect(whole).toMatchObject({ ...chat, channel: '/v2/me/chats' });
    expect(refused({ channel: '/v2/me/chats', data: null })).toMatchObject({ channel: '/v2/me/chats' });
    expect(refused({ channel: 7, data: {} })).not.toHaveProperty('channel');
    const alike = { ...(data as object), data: {}, channel: 7 };
    expect(decoded(alike)).toMatchObject(chat);
    expect(decoded(alike)).not.toHaveProperty('channel');
  });

  it('[D4] absent means not told: a sparse chat stays sparse', () => {
    expect(decoded(fixture('v2-sparse-status-change'))).toMatchObject({
      chat: { id: '0000Wa9CAM6W00J', state: 'Chatting', userData: { key1: 'value1' } },
    });
    expect(decoded(fixture('v2-sparse-status-change'))).not.toHaveProperty('chat.participants');
    const fieldsOfMessage = (told: object): unknown => {
      const notification = decoded(log(told));
      return notification.kind === 'messages' && Object.keys(notification.messages[0] ?? {});
    };
    expect(fieldsOfMessage({})).toEqual(['index', 'type', 'from']);
    expect(fieldsOfMessage({ text: '', visibility: '' })).toEqual(
      expect.arrayContaining(['text', 'visibility']),
    );
    for (const synthetic of [false, 'true', 1]) {
      expect(decoded({ ...state({ id: 'A', state: 'Idle' }), synthetic })).not.toHaveProperty('synthetic');
    }
  });

  it('[D5] an Error becomes an operation error, with the chat and the message where they are told', () => {
    const error = { messageType: 'ChatStateChangeMessage', notificationType: 'Error' };
    expect(decoded(fixture('v2-operation-error'))).toMatchObject({
      kind: 'error',
      chatId: '0000Wa9CAM6W00J',
      chat: { state: 'Completed' },
      errorMessage: 'The chat is not in a state that allows this operation',
      statusCode: 5,
      referenceId: 84,
    });
    expect(decoded(error)).toMatchObject({ kind: 'error' });
    expect(decoded({ ...error, statusMessage: 'no' })).toMatchObject({ errorMessage: 'no' });
    expect(decoded({ ...error, statusMessage: 'no', errorMessage: '', statusCode: 0 })).toMatchObject({
      errorMessage: '',
      statusCode: 0,
    });
    expect(decoded({ ...error, chat: { id: 'A' } })).toMatchObject({ chatId: 'A' });
    expect(decoded({ ...error, chat: { id: 'A' } })).not.toHaveProperty('chat');
    expect(decoded({ ...error, chat: { state: 'Idle' } })).not.toHaveProperty('chat');
  });

  it('[D6] a numeric participantId becomes a string, in messages and in chats', () => {
    expect(decoded(fixture('v2-chat-path-and-numeric-participants'))).toMatchObject({
      chatId: '652492d9-c2d9-44c9-b9ad-0ab7984114bb',
      messages: [
        { index: 1, from: { participantId: '1' } },
        { index: 2, from: { participantId: '2' } },
        { index: 4, from: { participantId: '1' } },
        { index: 5, from: { participantId: '1' }, text: 'Question about relativity' },
      ],
    });
    const chat = { id: 'A', state: 'Chatting', participants: [{ ...agent, participantId: 7 }, agent] };
    expect(decoded(state(chat))).toMatchObject({ chat: { participants: [{ participantId: '7' }, agent] } });
    for (const more of [{ visibility: 'Int' }, { mood: 'good' }]) {
      expect(decoded(log({ from: { ...agent, ...more, participantId: 7 } }))).toMatchObject({
        messages: [{ from: { ...agent, ...more, participantId: '7' } }],
      });
    }
  });

  it('[D7] known names are open: new states, types and capabilities decode', () => {
    const chat = {
      id: 'A',
      state: 'Parked',
      capabilities: ['Juggle'],
      participants: [{ ...agent, type: 'Robot' }],
    };
    expect(decoded(state(chat))).toMatchObject({ chat });
    expect(decoded(log({ type: 'Hologram', visibility: 'Cats' }))).toMatchObject({
      messages: [{ type: 'Hologram', visibility: 'Cats' }],
    });
    const notificationType = 'MessagesRecalled';
    expect(decoded({ ...log({}), notificationType })).toMatchObject({ notificationType });
  });

  it('[D8] fields that the model does not name are kept in chats, participants and messages', () => {
    const chat = { id: 'A', state: 'Idle', chatType: 'Inbound', participants: [{ ...agent, mood: 'good' }] };
    expect(decoded(state(chat))).toMatchObject({ chat });
    expect(decoded(log({ eventId: 9, from: { ...agent, mood: 'good' } }))).toMatchObject({
      messages: [{ eventId: 9, from: { mood: 'good' } }],
    });
  });

  it('[D9] one bad message of a batch does not cost the others', () => {
    const { messages, ...rest } = log({}, { from: { ...agent, nickname: 7 } }, { index: 8 });
    const notification = decoded({ channel: '/v2/me/chats', data: { ...rest, messages } });
    expect(notification).toMatchObject({
      messages: [{ index: 1 }, { index: 8 }],
      rejected: [
        {
          kind: 'invalid',
          message: 'messages[1].from.nickname: expected string, got number',
          path: 'messages[1].from.nickname',
          problems: [{ path: 'messages[1].from.nickname', expected: 'string', actual: 'number' }],
          raw: messages[1],
          channel: '/v2/me/chats',
        },
      ],
    });
    expect(decoded(log({}))).not.toHaveProperty('rejected');
  });

  it('[D10] if every message of a batch is bad, the notification is', () => {
    expect(refused(log({ index: 1.5 }, { type: null })).message).toBe(
      'messages[0].index: expected whole number, got 1.5; messages[1].type: expected string, got null',
    );
    expect(decoded({ ...log(), messages: [] })).toMatchObject({ messages: [] });
  });

  it.each([
    [null, 'expected object, got null'],
    [undefined, 'expected object, got undefined'],
    [[], 'expected object, got array'],
    ['text', 'expected object, got string'],
    [5, 'expected object, got number'],
    [{}, 'messageType: expected message type of chats, got undefined'],
    [{ data: null }, 'data: expected object, got null'],
    [{ data: [] }, 'data: expected object, got array'],
    [{ data: '{}' }, 'data: expected object, got string'],
    [{ channel: 7, data: {} }, 'channel: expected string, got number'],
    [{ messageType: 7 }, 'messageType: expected message type of chats, got number'],
  ])('[D11] what is no object becomes one failure that says what it is: %j', (message, line) => {
    expect(refused(message)).toMatchObject({ kind: 'invalid', message: line, raw: message });
  });

  it('[D12] a missing chatUri, and one without an id, is a failure', () => {
    const { chatUri: _, ...rest } = log({});
    expect(refused(rest).message).toBe('chatUri: expected non-empty string, got undefined');
    expect(refused({ ...rest, chatUri: '' }).message).toBe('chatUri: expected non-empty string, got ""');
    expect(refused({ ...rest, chatUri: '///' }).message).toBe('chatUri: expected URI of a chat, got string');
    expect(refused({ ...rest, chatPath: '/' }).message).toBe('chatPath: expected URI of a chat, got string');
    expect(decoded({ ...rest, chatPath: '/chats/A' })).toMatchObject({ chatId: 'A' });
    expect(decoded({ ...rest, chatUri: '/chats/A', chatPath: '/chats/B' })).toMatchObject({ chatId: 'A' });
    expect(refused({ ...rest, chatUri: 'http://gws.example.com/?id=5' }).path).toBe('chatUri');
  });

  it('[D13] a well-formed message of another topic is foreign, not invalid', () => {
    const call = fixture('v2-foreign-call');
    expect(refused(call)).toEqual({
      kind: 'foreign',
      message: 'messageType: expected message type of chats, got "CallStateChangeMessage"',
      path: 'messageType',
      problems: [
        {
          path: 'messageType',
          expected: 'message type of chats',
          actual: '"CallStateChangeMessage"',
        },
      ],
      raw: call,
      channel: '/v2/me/calls',
    });
    expect(refused({ messageType: '' })).toMatchObject({
      kind: 'invalid',
      message: 'messageType: expected message type of chats, got ""',
    });
  });

  const anything = [null, 5, 'text', true, ['text'], { key: 'value' }, undefined];
  const participantFields = {
    participantId: 'string number',
    nickname: 'string',
    type: 'string',
    visibility: 'string?',
  };
  const fieldsOf = (path: string, fields: object): object =>
    Object.fromEntries(Object.entries(fields).map(([key, type]) => [`${path}.${key}`, type as unknown]));
  it.each([
    [
      'state change',
      state({
        id: 'A',
        state: 'Idle',
        uri: '/chats/A',
        capabilities: ['Accept'],
        participants: [agent],
        userData: {},
      }),
      {
        notificationType: 'string',
        referenceId: 'number?',
        chat: 'object',
        'chat.id': 'string',
        'chat.state': 'string',
        'chat.uri': 'string?',
        'chat.capabilities': 'array?',
        'chat.capabilities.0': 'string',
        'chat.participants': 'array?',
        'chat.participants.0': 'object',
        ...fieldsOf('chat.participants.0', participantFields),
        'chat.userData': 'object?',
      },
    ],
    [
      'error',
      { ...state({ id: 'A' }), notificationType: 'Error' },
      {
        referenceId: 'number?',
        chat: 'object?',
        'chat.id': 'string?',
        'chat.state': 'string?',
        errorMessage: 'string?',
        statusMessage: 'string?',
        statusCode: 'number?',
      },
    ],
    [
      'message log',
      log({ timestamp: '', timestampSeconds: 1, text: '', visibility: 'All', userData: {} }),
      {
        notificationType: 'string',
        referenceId: 'number?',
        chatUri: 'string',
        chatPath: 'string?',
        messages: 'array',
        'messages.0': 'object',
        'messages.0.index': 'number',
        'messages.0.type': 'string',
        'messages.0.from': 'object',
        ...fieldsOf('messages.0.from', participantFields),
        'messages.0.text': 'string?',
        'messages.0.visibility': 'string?',
        'messages.0.timestamp': 'string?',
        'messages.0.timestampSeconds': 'number?',
        'messages.0.userData': 'object?',
      },
    ],
  ])('[D14] a wrong type at any field is one failure that names the field: %s', (_, valid, fields) => {
    decoded(valid);
    for (const [field, types] of Object.entries<string>(fields)) {
      for (const value of anything) {
        const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
        if (types.includes(type) || (value === undefined && types.endsWith('?'))) continue;
        const { kind, path, message } = refused(replaced(valid, field.split('.'), value));
        const place = field.replaceAll(/\.(\d+)/g, '[$1]');
        expect({ kind, path }, field).toEqual({ kind: 'invalid', path: place });
        expect(message.startsWith(`${place}: expected `), message).toBe(true);
        expect(message.endsWith(`got ${type}`) || /got "?\w+"?$/.test(message), message).toBe(true);
      }
    }
  });

  it('[D15] a line names the first three problems and how many more, and shows little of the payload', () => {
    const failure = refused(state({ id: '', state: 1, uri: 2, capabilities: [3, 4], userData: [] }));
    expect(failure.problems).toHaveLength(3);
    expect(failure.message).toMatch(/; .*; .* \(and 3 more\)$/);
    const long = 'x'.repeat(10_000);
    expect(refused({ messageType: long }).message.length).toBeLessThan(200);
    const payloads = refused({ messageType: '\u0001'.repeat(10_000) }).message.replace(/.*got /, '');
    expect(payloads.length).toBeLessThanOrEqual(60);
    const fitting = 'x'.repeat(58);
    expect(refused({ messageType: fitting }).message).toContain(`got "${fitting}"`);
    expect(refused({ messageType: `${fitting}x` }).message).toContain('…');
    expect(refused(log({ from: agent, index: NaN }, { index: Infinity })).message).toContain('got NaN');
  });

  it('[D16] more than 10,000 messages in one notification are refused unread', () => {
    const unread = new Proxy(new Array<unknown>(10_001), {
      get: (array, key) => (key === 'length' ? array.length : expect.unreachable(String(key))),
    });
    expect(refused({ ...log(), messages: unread }).message).toBe(
      'messages.length: expected number up to 10000, got 10001',
    );
    expect(refused({ ...log(), messages: new Array(5_000_000) }).message).toContain('got 5000000');
  });

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

  it('[D18] receivedAt is the clock at decoding, or what it is told', () => {
    const before = Date.now();
    const result = decodeNotification(fixture('v2-new-messages'));
    if (result._tag === 'Left') expect.unreachable();
    expect(result.right.receivedAt).toBeGreaterThanOrEqual(before);
    expect(result.right.receivedAt).toBeLessThanOrEqual(Date.now());
    expect(decoded(fixture('v2-new-messages')).receivedAt).toBe(42);
  });

  it.each([
    [{ timestamp: '2014-01-09 11:58:12.035+0200' }, 1389261492035],
    [{ timestamp: '2018-05-17T13:59:45.000Z' }, 1526565585000],
    [{ timestamp: '2018-05-17T13:59:45Z' }, 1526565585000],
    [{ timestamp: '2018-05-17T13:59:45.123456Z' }, 1526565585123],
    [{ timestamp: '2018-05-17 13:59:45-01:30' }, 1526570985000],
    [{ timestamp: '2018-05-17 13:59:45.5+0130' }, 1526560185500],
    [{ timestamp: '2018-05-17T13:59:45.04Z' }, 1526565585040],
    [{ timestamp: '2016-02-29T23:59:59Z' }, 1456790399000],
    [{ timestamp: '9999-12-31T23:59:59.999Z' }, 253402300799999],
    [{ timestamp: '0099-01-01T00:00:00Z' }, undefined],
    [{ timestamp: '2018-05-17T13:59:60Z' }, undefined],
    [{ timestamp: '2018-05-17T13:59:45.Z' }, undefined],
    [{ timestamp: '2018-05-17T13:59:45' }, undefined],
    [{ timestamp: '2018-05-17T13:59:45.9999Z' }, 1526565585999],
    [{ timestamp: '2018-05-17_13:59:45Z' }, undefined],
    [{ timestamp: '2018-05-17T13:59:45.000Z ' }, undefined],
    [{ timestamp: '202018-01-17T13:59:45Z' }, undefined],
    [{ timestampSeconds: 1526565585.2507 }, 1526565585251],
    [{ timestampSeconds: 0 }, 0],
    [{ timestampSeconds: -0.0001 }, 0],
    [{ sentAt: 5 }, undefined],
    [{ timestampSeconds: 1389261492035 }, 1389261492035],
    [{ timestampSeconds: 1526565585 }, 1526565585000],
    [{ timestampSeconds: 99_999_999_999 }, 99_999_999_999_000],
    [{ timestampSeconds: 100_000_000_000 }, 100_000_000_000],
    [{ timestampSeconds: 1526565585, timestamp: '2018-05-17T13:59:45.250Z' }, 1526565585250],
    [{ timestampSeconds: 1526565585, timestamp: 'yesterday' }, 1526565585000],
    [{}, undefined],
    [{ timestamp: '2018-02-31T13:59:45.000Z' }, undefined],
    [{ timestamp: '2018-05-17T25:59:45.000Z' }, undefined],
    [{ timestamp: 'yesterday' }, undefined],
    [{ timestampSeconds: -5 }, undefined],
    [{ timestampSeconds: 1e300 }, undefined],
  ])(
    '[D19] sentAt is epoch milliseconds from either time in either unit, and absent where no such time exists: %j',
    (times, sentAt) => {
      const notification = decoded(log(times));
      if (notification.kind !== 'messages') expect.unreachable();
      expect(notification.messages[0]?.sentAt).toBe(sentAt);
      expect(notification.messages[0]).not.toHaveProperty('timestamp');
      expect(notification.messages[0]).not.toHaveProperty('timestampSeconds');
    },
  );

  it('[D19] a timestamp in either form is the instant that ECMAScript reads in it', () => {
    const zone = fc.tuple(
      fc.constantFrom('+', '-'),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
    );
    const two = (part: number): string => String(part).padStart(2, '0');
    const instants = fc.date({
      min: new Date(86_400_000),
      max: new Date('9999-12-30T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, zone, (date, [sign, hours, minutes]) => {
        const iso = date.toISOString();
        const local = iso.replace('Z', `${sign}${two(hours)}:${two(minutes)}`);
        const spaced = local.replace('T', ' ').replace(/:(\d\d)$/, '$1');
        for (const [timestamp, sentAt] of [
          [iso, date.getTime()],
          [local, Date.parse(local)],
          [spaced, Date.parse(local)],
        ] as const) {
          expect(decoded(log({ timestamp }))).toMatchObject({ messages: [{ sentAt }] });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('[D31] what a payload inherits counts for nothing, be it from a class or from an extended Object.prototype', () => {
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
      const told = Object.keys(decoded(state({ id: 'A', state: 'Idle' })));
      for (const key of Object.keys(added)) expect(told).not.toContain(key);
    } finally {
      for (const key of Object.keys(added)) Reflect.deleteProperty(Object.prototype, key);
    }
  });

  it('[D20] an own __proto__ in a payload is kept as data and never inherited from', () => {
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

function state(chat: object): { messageType: string; notificationType: string; chat: object } {
  return { messageType: 'ChatStateChangeMessage', notificationType: 'StatusChange', chat };
}

function log(...messages: object[]): {
  messageType: string;
  notificationType: string;
  chatUri: string;
  messages: object[];
} {
  return {
    messageType: 'MessageLogUpdated',
    notificationType: 'NewMessages',
    chatUri: 'http://localhost/api/v2/chats/A',
    messages: messages.map((message) => ({ index: 1, type: 'Text', from: agent, ...message })),
  };
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

function deepFrozen(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
}
