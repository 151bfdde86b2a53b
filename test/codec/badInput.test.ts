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
import { decoded, refused } from '../fixtures.ts';
import { author, entry, expectLossless, interaction, log, messagesOf, state } from './badInputFixtures.ts';

describe('bad input', () => {
  it.each(['text', ['a'], 5, true])(
    'user data that is not an object is a failure that names it: %j',
    (userData) => {
      const type = Array.isArray(userData) ? 'array' : typeof userData;
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

  it('a text of a megabyte comes out whole, for it is what somebody wrote; in the wrong place it does not fill the log', () => {
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

  it('a lone surrogate, half an emoji that a client cut in two, stays as it came: the rest of the text is readable', () => {
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

  it('a negative index is an index, for it orders as well as any, and no message is lost for it', () => {
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
    'an index that counts nothing costs its own message alone: gaps could not be told from it, and a guess could hide another message: %j',
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
    'a date that does not exist leaves the message without a time, for a text without its time is worth more than none, and a wrong time would put it elsewhere: %s',
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

  it('10,000 messages in one notification come out; 10,001 are one failure, as no server sends them and reading them would freeze the window', () => {
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

  it('a notification with an unusable wire is encoded again, so that it can be decoded', () => {
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
    // a failure without a path keeps its message, at the end
    const rejected = (notification.rejected ?? []).map((failure) => ({ ...failure, path: '' }));
    expect(canonical({ ...notification, rejected }).data['messages']).toEqual([entry, 7]);
  });

  it('the codecs of a chat, a message and a participant refuse with the errors of io-ts', () => {
    for (const codec of [Chat, MessageCodec, Participant]) {
      for (const bad of [null, 5, [], {}]) {
        const result = codec.decode(bad);
        if (result._tag === 'Right') expect.unreachable();
        expect(result.left[0]?.context[0]?.type.name).toBe(codec.name);
      }
    }
  });

  it('a failure in a stream costs no other notification, of any kind', () => {
    const emitted: string[] = [];
    of(state({}), state({ userData: 5 }), log(entry), { data: { messageType: 'EventError' } }, log(entry, 7))
      .pipe(validNotifications(({ path }) => emitted.push(path)))
      .subscribe(({ kind }) => emitted.push(kind));
    expect(emitted).toEqual(['chat', 'chat.userData', 'messages', 'error', 'messages[1]', 'messages']);
  });
});
