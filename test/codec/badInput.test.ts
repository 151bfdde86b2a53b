import { describe, expect, it } from 'vitest';
import { of } from 'rxjs';
import {
  canonical,
  Chat,
  ChatMessage as MessageCodec,
  ChatNotification,
  Participant,
  validNotifications,
} from '../../src/codec/index.ts';
import type { ChatMessage, ChatNotification as Notification } from '../../src/model/index.ts';
import { decoded, refused } from '../fixtures.ts';

const author = { nickname: 'TestName', type: 'Agent', participantId: '007352CE72D50290' };
const entry = { index: 1, type: 'Text', from: author, text: 'Hello' };

const state = (chat: object): unknown => ({
  channel: '/v2/me/chats',
  data: {
    messageType: 'ChatStateChangeMessage',
    notificationType: 'PropertiesUpdated',
    chat: { id: 'A', state: 'Chatting', ...chat },
  },
});

const interaction = (told: object): unknown => ({
  data: {
    messageType: 'InteractionStateChanged',
    notificationType: 'PropertiesUpdated',
    interaction: { id: 'A', state: 'Chatting', ...told },
  },
});

const log = (...messages: unknown[]): unknown => ({
  data: {
    messageType: 'MessageLogUpdated',
    notificationType: 'NewMessages',
    chatUri: 'http://localhost/api/v2/chats/A',
    messages,
  },
});

/** Fields of names that mean something else to JavaScript, as only `JSON.parse` makes them. */
const dangerous = (): Readonly<Record<string, unknown>> =>
  JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}},"prototype":3}',
  ) as Readonly<Record<string, unknown>>;
const names = ['__proto__', 'constructor', 'prototype'];

function messagesOf(x: unknown): readonly ChatMessage[] {
  const notification = decoded(x);
  return notification.kind === 'messages' ? notification.messages : expect.unreachable();
}

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

/** Both laws of encoding, told by text, which shows an own `__proto__`. */
function expectLossless(x: unknown): void {
  const told = ({ wire: _, origin: __, receivedAt: ___, ...rest }: Notification): string =>
    JSON.stringify(rest, (_key, value: unknown) => sorted(value));
  const notification = decoded(x);
  expect(ChatNotification.encode(notification)).toBe(x);
  expect(told(decoded({ ...canonical(notification) }))).toBe(told(notification));
}

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

describe('bad input', () => {
  it('[D50] keys of user data that JavaScript knows are data: an agent can attach any key, and none may be lost or change other objects', () => {
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
    '[D51] keys of a message, its author and a chat that JavaScript knows are kept like other unnamed fields, %s',
    (_, from) => {
      const x = log(
        { ...dangerous(), ...entry, from: { ...dangerous(), ...from } },
        { ...dangerous(), ...entry, index: 2, timestamp: '2018-05-17T13:59:45.000Z' },
      );
      expectLossless(x);
      for (const message of messagesOf(x)) expectKept(message);
      expectKept(messagesOf(x)[0]?.from);
      const told = state({ ...dangerous(), participants: [from] });
      expectLossless(told);
      expectKept(chatOf(told));
      // and nothing is inherited from them: an index in the __proto__ is no index of the message
      const { index: _index, ...rest } = entry;
      const heir: unknown = JSON.parse(`{"__proto__":{"index":5},${JSON.stringify(rest).slice(1)}`);
      expect(refused(log(heir)).path).toBe('messages[0].index');
    },
  );

  it.each([null, 'text', ['a'], 5, true])(
    '[D52] user data that is no object is a failure that names it, so that nobody folds the letters of a string as keys: %j',
    (userData) => {
      const type = userData === null ? 'null' : Array.isArray(userData) ? 'array' : typeof userData;
      expect(refused(state({ userData })).message).toBe(`chat.userData: expected object, got ${type}`);
      const batch = decoded(log({ ...entry, userData }, entry));
      expect(batch).toMatchObject({
        messages: [entry],
        rejected: [{ message: `messages[0].userData: expected object, got ${type}` }],
      });
      expectLossless(log({ ...entry, userData }, entry));
      const inV3 = Array.isArray(userData) ? 'interaction.userData[0]' : 'interaction.userData';
      expect(refused(interaction({ userData })).path).toBe(inV3);
    },
  );

  it('[D53] a text of a megabyte comes out whole, for it is what somebody wrote; in the wrong place it does not fill the log', () => {
    const text = 'ü\n😀x'.repeat(200_000);
    const x = log({ ...entry, text }, { ...entry, index: 2, from: { ...author, nickname: text } });
    expect(messagesOf(x)[0]?.text === text).toBe(true);
    expect(messagesOf(x)[1]?.from.nickname === text).toBe(true);
    expect(ChatNotification.encode(decoded(x)) === x).toBe(true);
    for (const bad of [
      { data: text },
      log({ ...entry, index: text }),
      log({ ...entry, from: text }),
      log(text, text, text, text),
      { messageType: text },
      {
        messageType: 'MessageLogUpdated',
        notificationType: 'NewMessages',
        chatUri: '/'.repeat(1e6),
        messages: [],
      },
      interaction({ mediatype: text }),
    ]) {
      expect(refused(bad).message.length).toBeLessThan(300);
    }
  });

  it('[D54] a lone surrogate, half an emoji that a client cut in two, stays as it came: the rest of the text is readable', () => {
    const half = 'cut \ud83d';
    const x = log({ ...entry, text: half, from: { ...author, nickname: '\ude00' } });
    expectLossless(x);
    expect(messagesOf(x)[0]).toMatchObject({ text: half, from: { nickname: '\ude00' } });
    expectLossless({
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
      chatPath: `/chats/${half}%`,
      messages: [],
    });
  });

  it('[D55] a negative index is an index, for it orders as well as any, and no message is lost for it', () => {
    const x = log({ ...entry, index: -3 }, { ...entry, index: -0 }, { ...entry, index: -9007199254740991 });
    expectLossless(x);
    expect(messagesOf(x).map(({ index }) => index)).toEqual([-3, -0, -9007199254740991]);
  });

  it.each([
    [1.5, 'got 1.5'],
    [1e21, 'got 1e+21'],
    [2 ** 53, 'got 9007199254740992'],
    ['3', 'got string'],
    ['', 'got string'],
    [null, 'got null'],
    [true, 'got boolean'],
  ])(
    '[D56] an index that counts nothing costs its own message alone: gaps could not be told from it, and a guess could hide another message: %j',
    (index, actual) => {
      expect(decoded(log({ ...entry, index }, entry))).toMatchObject({
        messages: [entry],
        rejected: [
          {
            message: `messages[0].index: expected whole number, ${actual}`,
            raw: { text: 'Hello' },
          },
        ],
      });
      expectLossless(log({ ...entry, index }, entry));
    },
  );

  it.each([
    '2018-02-30T10:00:00.000Z',
    '2018-02-29 10:00:00.000+0200',
    '2018-13-01T10:00:00.000Z',
    '2018-00-10T10:00:00.000Z',
    '2018-04-31T10:00:00.000Z',
    '2018-04-00T10:00:00.000Z',
    '2018-04-30T24:30:00.000Z',
    '2018-04-30T10:60:00.000Z',
    '2018-04-30T10:00:00.000+9900',
    '2018-04-30T10:00:00.000+0160',
    '0000-00-00 00:00:00.000+0000',
    '2018-04-30T10:00:00.000',
    '',
  ])(
    '[D57] a date that does not exist leaves the message without a time, for a text without its time is worth more than none, and a wrong time would put it elsewhere: %s',
    (timestamp) => {
      expect(messagesOf(log({ ...entry, timestamp }))).toEqual([entry]);
      expect(messagesOf(log({ ...entry, timestamp, timestampSeconds: 1526565585 }))).toEqual([
        { ...entry, sentAt: 1526565585000 },
      ]);
      expect(ChatNotification.encode(decoded(log({ ...entry, timestamp })))).toEqual(
        log({ ...entry, timestamp }),
      );
    },
  );

  it('[D58] 10,000 messages in one notification come out; 10,001 are one failure, as no server sends them and reading them would freeze the window', () => {
    const messages = (count: number): unknown[] =>
      Array.from({ length: count }, (_, index) => ({ ...entry, index }));
    expect(messagesOf(log(...messages(10_000)))).toHaveLength(10_000);
    const failure = refused(log(...messages(10_001)));
    expect(failure).toMatchObject({
      message: 'messages.length: expected number up to 10000, got 10001',
      path: 'messages.length',
    });
    expect(failure.problems).toHaveLength(1);
    // every one of 10,000 bad is still one line
    expect(refused(log(...messages(10_000).map(() => null))).message).toMatch(
      /^messages\[0\]: .*; messages\[1\]: .*; messages\[2\]: .* \(and 9997 more\)$/,
    );
  });

  it('[D59] what a message inherits counts for nothing, the fields beside its chat and its messages, too', () => {
    const heirOf = (inherited: object, x: unknown): unknown =>
      Object.assign(Object.create(inherited) as object, (x as { readonly data: object }).data);
    const strange = { referenceId: 'x', synthetic: true, statusCode: 'x', errorMessage: 5, statusMessage: 5 };
    const located = { chatUri: '/chats/B', chatPath: '/chats/B', id: 'B', interactionId: 'B' };
    const error = { data: { messageType: 'EventError' } };
    for (const x of [state({}), interaction({}), log(entry), error]) {
      const { wire: _, ...told } = decoded((x as { readonly data: unknown }).data);
      const data = heirOf({ ...strange, ...located, chat: { id: 'B', state: 'Idle' } }, x);
      for (const received of [data, { data }]) {
        const { wire: __, ...heir } = decoded(received);
        expect(heir).toEqual(told);
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

  it('[D67] a notification whose wire is of no use is encoded anew, so that what is sent on can be decoded', () => {
    const notification = decoded(log(entry, 7));
    if (notification.kind !== 'messages') expect.unreachable();
    for (const wire of [
      { data: 5 },
      'lost',
      log(entry),
      { ...(log(entry, 7) as object), channel: '/other' },
    ]) {
      const encoded = ChatNotification.encode({ ...notification, wire });
      expect(encoded).toEqual(canonical(notification));
      expect(decoded(encoded)).toMatchObject({ messages: [entry], rejected: [{ path: 'messages[1]' }] });
    }
    const { wire: _, ...built } = notification;
    expect(ChatNotification.encode(built)).toEqual(canonical(notification));
    // a failure that tells no place keeps its message, at the end
    const rejected = (notification.rejected ?? []).map((failure) => ({ ...failure, path: '' }));
    expect(canonical({ ...notification, rejected }).data['messages']).toEqual([entry, 7]);
  });

  it('[D68] the codecs of a chat, a message and a participant refuse with the errors of io-ts', () => {
    for (const codec of [Chat, MessageCodec, Participant]) {
      for (const bad of [null, 5, [], {}]) {
        const result = codec.decode(bad);
        if (result._tag === 'Right') expect.unreachable();
        expect(result.left[0]?.context[0]?.type.name).toBe(codec.name);
      }
    }
  });

  it('[D69] a failure in a stream costs no other notification, of any kind', () => {
    const told: string[] = [];
    of(state({}), state({ userData: 5 }), log(entry), { data: { messageType: 'EventError' } }, log(entry, 7))
      .pipe(validNotifications(({ path }) => told.push(path)))
      .subscribe(({ kind }) => told.push(kind));
    expect(told).toEqual(['chat', 'chat.userData', 'messages', 'error', 'messages[1]', 'messages']);
  });
});
