import { describe, expect, it } from 'vitest';
import { canonical, ChatNotification } from '../../src/codec/index.ts';
import type { ChatMessage, ChatNotification as Notification } from '../../src/model/index.ts';
import { chatStateChange, message, messageLog, operationError } from '../../src/testing/index.ts';
import { decoded } from '../fixtures.ts';
import { agent, log, state } from './decodeNotificationFixtures.ts';

/** The one message of a log, and both laws of encoding. */
function messageOf(fields: object): ChatMessage | undefined {
  const wire = log(fields);
  const notification = decoded(wire);
  expect(ChatNotification.encode(notification)).toBe(wire);
  expect(decoded(canonical(notification))).toEqual({ ...notification, wire: canonical(notification) });
  return notification.kind === 'messages' ? notification.messages[0] : expect.unreachable();
}
const interaction = (fields: object, more: object = {}): object => ({
  messageType: 'InteractionStateChanged',
  notificationType: 'StatusChange',
  interaction: { id: 'A', state: 'Chatting', ...fields },
  ...more,
});
const bare = { index: 1, type: 'Text', from: agent };

describe('a field that is null', () => {
  it('is absent in a message', () => {
    const fields = ['text', 'visibility', 'timestamp', 'timestampSeconds', 'userData', 'url', 'utcTime'];
    const nulls = Object.fromEntries(fields.map((field) => [field, null]));
    expect(messageOf({ ...nulls, from: { ...agent, visibility: null, uri: null } })).toStrictEqual(bare);
    expect(messageOf({ from: null })).toMatchObject({ from: { participantId: '', nickname: 'system' } });
  });

  it('is absent in a chat of either dialect, and in the lists of it', () => {
    const plain = { id: 'A', state: 'Chatting' };
    const nulls = { uri: null, capabilities: null, userData: null, participants: null, chatType: null };
    expect(decoded(state({ ...plain, ...nulls }))).toMatchObject({ chat: plain });
    expect(decoded(state({ ...plain, capabilities: ['Accept', null] }))).toMatchObject({
      chat: { capabilities: ['Accept'] },
    });
    const { chat } = decoded(interaction({ ...nulls, chat: null, mediatype: null })) as { chat: object };
    expect(chat).toStrictEqual({ ...plain, mediatype: null });
    expect(decoded(interaction({ chat: { participants: null, myParticipantId: null } }))).toMatchObject({
      chat: plain,
    });
    expect(decoded(interaction({ capabilities: ['accept', null] }))).toMatchObject({
      chat: { capabilities: ['Accept'] },
    });
  });

  it('is absent beside the chat and the messages', () => {
    const nulls = {
      referenceId: null,
      operationId: null,
      errorMessage: null,
      statusCode: null,
      errorCode: null,
    };
    for (const wire of [
      { ...state({ id: 'A', state: 'Idle' }), ...nulls },
      { ...log({}), ...nulls, chatPath: null, id: null, interactionId: null },
      {
        messageType: 'EventError',
        ...nulls,
        notificationType: null,
        chat: null,
        interaction: null,
        error: null,
      },
    ]) {
      const { wire: _, ...content } = decoded(wire);
      for (const field of Object.keys(nulls)) expect(content).not.toHaveProperty(field);
    }
    expect(decoded({ ...log({}), chatUri: null, interactionId: 'B' })).toMatchObject({ chatId: 'B' });
  });
});

describe('a newer field of the wrong type', () => {
  it('costs only itself', () => {
    const wrong = {
      url: 5,
      noticeText: [],
      messageType: {},
      utcTime: 'now',
      sentAt: 5,
      epoch: 1e12,
      occurrence: 1,
    };
    expect(messageOf(wrong)).toStrictEqual(bare);
    for (const [field, value] of Object.entries(wrong)) {
      expect(messageOf({ [field]: value }), field).toStrictEqual(bare);
    }
    const from = { ...agent, uri: 5, path: [], userId: 7, personId: {} };
    expect(messageOf({ from })).toStrictEqual(bare);
    const chat = { id: 'A', state: 'Idle', chatType: 5, receivedDate: {}, myParticipantId: [] };
    expect(decoded(state(chat))).toMatchObject({ chat: { id: 'A', state: 'Idle' } });
    expect(Object.keys((decoded(state(chat)) as { chat: object }).chat)).toEqual(['id', 'state']);
    expect(decoded({ ...log({}), operationId: 5, replaces: 5, isPartial: 'yes' })).toEqual({
      ...decoded(log({})),
      wire: { ...log({}), operationId: 5, replaces: 5, isPartial: 'yes' },
    });
    expect(decoded({ ...log({}), replaces: [bare, 5] })).not.toHaveProperty('replaces');
    expect(decoded({ messageType: 'EventError', error: 'no', errorCode: {} })).not.toHaveProperty(
      'errorCode',
    );
    expect(
      decoded(interaction({ uri: 5, participants: 5, chatType: 5, receivedDate: 5, myParticipantId: 5 })),
    ).toMatchObject({ chat: { id: 'A', state: 'Chatting' } });
  });
});

describe('the words of Workspace v3', () => {
  it('are translated in participants, wherever they are', () => {
    const content = { nickname: 'Ann', type: 'Agent' };
    const from = { ...content, participantId: '7', userId: '101' };
    for (const wire of [
      { ...content, id: 7, personId: '101' },
      { ...content, participantId: null, id: '7', personId: 101 },
      { ...content, participantId: 7, userId: 5, personId: '101' },
    ]) {
      expect(messageOf({ from: wire })).toEqual({ ...bare, from });
    }
    // and kept where the model's own field is there
    const both = { ...content, participantId: '7', id: 9, userId: '101', personId: 5 };
    expect(messageOf({ from: both })).toEqual({ ...bare, from: both });
  });

  it('give way to the fields of GWS v2 in an interaction', () => {
    const chat = { participants: [agent], myParticipantId: 7, myVisibility: 'All' };
    const fields = {
      chatType: 'a',
      interactionType: 'b',
      receivedDate: 'c',
      receivedAt: 'd',
      uri: '/chats/A',
      chat,
    };
    expect(decoded(interaction({ ...fields, participants: 'x', myParticipantId: 'x' }))).toMatchObject({
      chat: {
        ...fields,
        participants: [agent],
        myParticipantId: '7',
        chat: { myVisibility: 'All' },
      },
    });
    for (const [field, value] of Object.entries({ uri: 'u', chatType: 'a', receivedDate: 'c' })) {
      expect(decoded(interaction({ [field]: value }))).toMatchObject({ chat: { [field]: value } });
    }
    expect(
      decoded(interaction({ receivedDate: 'c', receivedAt: 5, myParticipantId: 'x' })),
    ).not.toHaveProperty('chat.myParticipantId');
  });

  it('nest user data no deeper than 50 levels', () => {
    const nested = (levels: number): object[] =>
      Array.from({ length: levels }).reduce<object[]>(
        (value) => [{ key: 'k', type: 'kvlist', value }],
        [{ key: 'end', value: 1 }],
      );
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null && 'k' in value ? 1 + depthOf(value.k) : 0;
    const userDataOf = (levels: number): unknown =>
      (decoded(interaction({ userData: nested(levels) })) as { chat: { userData: unknown } }).chat.userData;
    expect([50, 51, 5_000].map((levels) => depthOf(userDataOf(levels)))).toEqual([50, 51, 51]);
    const odd = [
      { key: 'a', type: 'kvlist', value: [5] },
      { key: 'b', type: 'kvlist' },
    ];
    expect(decoded(interaction({ userData: odd }))).toMatchObject({ chat: { userData: { a: [5] } } });
  });
});

describe('utcTime', () => {
  it('is the time of a message that has no other', () => {
    const utcTime = 1_714_972_089_010;
    expect(messageOf({ utcTime })?.sentAt).toBe(utcTime);
    expect(messageOf({ utcTime, timestamp: 'yesterday' })?.sentAt).toBe(utcTime);
    expect(messageOf({ utcTime, timestampSeconds: 5 })?.sentAt).toBe(5_000);
    expect(messageOf({ utcTime })).not.toHaveProperty('utcTime');
  });
});

describe('what this package adds to notifications', () => {
  it('survives canonical', () => {
    const held = message({
      epoch: 2,
      occurrence: 3,
      url: '/x',
      noticeText: 'n',
      messageType: 'Greeting',
      sentAt: 5,
    });
    const failure = { kind: 'invalid', message: 'm', path: '', problems: [], raw: 7 } as const;
    const built: readonly Notification[] = [
      messageLog({ operationId: 'op', messages: [held, held], replaces: [held], isPartial: true }),
      chatStateChange({
        operationId: 'op',
        chat: { chatType: 'Inbound', receivedDate: 'd', myParticipantId: '1' },
      }),
      operationError({ errorCode: 3, operationId: 'op' }),
      operationError({ errorCode: '', chat: {} }),
    ];
    for (const notification of built) {
      expect(ChatNotification.is(notification)).toBe(true);
      const { wire: _, ...again } = decoded(canonical(notification));
      expect(again).toEqual({ ...notification, receivedAt: 42 });
    }
    // a failure that names no place keeps its participant, at the end
    const { data } = canonical(chatStateChange({ chat: { participants: [] }, rejected: [failure] }));
    expect(data).toMatchObject({ chat: { participants: [7] } });
  });

  it.each([
    [{ ...chatStateChange(), rejected: [5] }],
    [{ ...chatStateChange(), operationId: 5 }],
    [{ ...operationError(), errorCode: true }],
    [{ ...messageLog(), replaces: [5] }],
    [{ ...messageLog(), isPartial: false }],
    [messageLog({ messages: [{ url: 5 as unknown as string }] })],
    [messageLog({ messages: [{ epoch: '2' as unknown as number }] })],
    [chatStateChange({ chat: { myParticipantId: 5 as unknown as string } })],
  ])('is checked by the guard of a notification: %#', (notification) => {
    expect(ChatNotification.is(notification)).toBe(false);
  });
});
