import { describe, expect, it } from 'vitest';
import { decoded, fixture, refused } from '../fixtures.ts';
import { agent, log, state } from './decodeNotificationFixtures.ts';

describe('decodeNotification', () => {
  it('decodes the state change of the GWS reference exactly', () => {
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

  it('decodes the message log of the GWS reference exactly: both messages with index 3 come out', () => {
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

  it('takes a Bayeux message or its bare data, and keeps the channel', () => {
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
    const fieldsOfMessage = (fields: object): unknown => {
      const notification = decoded(log(fields));
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

  it('an Error becomes an operation error, with the chat and the message where they are told', () => {
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

  it('a numeric participantId becomes a string, in messages and in chats', () => {
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

  it('fields that the model does not name are kept in chats, participants and messages', () => {
    const chat = { id: 'A', state: 'Idle', chatType: 'Inbound', participants: [{ ...agent, mood: 'good' }] };
    expect(decoded(state(chat))).toMatchObject({ chat });
    expect(decoded(log({ eventId: 9, from: { ...agent, mood: 'good' } }))).toMatchObject({
      messages: [{ eventId: 9, from: { mood: 'good' } }],
    });
  });
});
