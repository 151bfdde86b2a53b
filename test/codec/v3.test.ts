import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, ChatNotification } from '../../src/codec/index.ts';
import type { ChatNotification as Notification } from '../../src/model/index.ts';
import { decoded, fixture, refused } from '../fixtures.ts';

const withoutCircumstances = ({ wire: _, origin: __, receivedAt: ___, ...content }: Notification): unknown =>
  content;

const changed = (interaction: object, more: object = {}): object => ({
  messageType: 'InteractionStateChanged',
  notificationType: 'StatusChange',
  interaction: { id: '022AKaDEME4A000K', state: 'Chatting', ...interaction },
  ...more,
});

describe('dialect 2, Workspace v3', () => {
  it('[D32] an interaction decodes to the same state change as a chat of GWS v2', () => {
    const wire = fixture('v3-interaction-state-changed') as { data: { interaction: object } };
    const { chat: _, ...unnamed } = wire.data.interaction as { chat: unknown };
    expect(decoded(wire)).toEqual({
      kind: 'chat',
      messageType: 'ChatStateChangeMessage',
      notificationType: 'StatusChange',
      channel: '/workspace/v3/media/chat',
      origin: 'live',
      receivedAt: 42,
      wire,
      chatId: '022AKaDEME4A000K',
      chat: {
        ...unnamed,
        id: '022AKaDEME4A000K',
        state: 'Invited',
        capabilities: ['Accept', 'Reject'],
        participants: [],
        userData: { LastName: 'Smith', FirstName: 'John' },
        chatType: 'Inbound',
        receivedDate: '2018-05-17T13:46:36Z',
      },
    });
  });

  it('a message log names its chat by id or interactionId, and its seconds are true ones', () => {
    const wire = fixture('v3-new-messages') as { data: { id: string } };
    const { id, ...rest } = wire.data;
    const john = {
      participantId: '00935AFD8ACE0006',
      type: 'Customer',
      nickname: 'John Smith',
      visibility: 'All',
    };
    const notification = decoded(wire);
    expect(notification).toMatchObject({
      kind: 'messages',
      chatId: '022AKaDEME4A000X',
      messages: [
        {
          index: 1,
          type: 'ParticipantJoined',
          from: john,
          userData: { FirstName: 'John', MediaType: 'chat' },
        },
        { index: 2, type: 'ParticipantJoined', sentAt: 1526565585000 },
        { index: 3, type: 'Text', sentAt: 1526565585000, text: 'agent will be with you shortly ...' },
      ],
    });
    expect(notification).not.toHaveProperty('messages[0].sentAt');
    expect(decoded({ ...rest, interactionId: id })).toMatchObject({ chatId: id });
    expect(decoded({ ...rest, id: 'other', chatPath: `/chats/${id}` })).toMatchObject({ chatId: id });
    expect(refused({ ...rest, id: '' }).path).toBe('id');
    for (const interactionId of ['', 5]) {
      expect(refused({ ...rest, interactionId }).path).toBe('interactionId');
    }
    const odd = decoded({ ...rest, id: 'a/b%20c' });
    expect(odd).toMatchObject({ chatId: 'a/b%20c' });
    expect(decoded(canonical(odd))).toMatchObject({ chatId: 'a/b%20c' });
  });

  it('capabilities get their names of GWS v2 by a table; an unknown one stays as it came', () => {
    const capabilities = [
      'send-start-typing-notification',
      'set-in-focus',
      'attach-user-data',
      'hold',
      'Accept',
    ];
    expect(decoded(changed({ capabilities }))).toMatchObject({
      chat: {
        capabilities: ['SendStartTypingNotification', 'SetInFocus', 'AttachUserData', 'hold', 'Accept'],
      },
    });
    const known =
      'accept reject transfer leave invite consult set-in-focus set-disposition attach-user-data delete-user-data ' +
      'update-user-data complete send-message send-url send-start-typing-notification send-stop-typing-notification';
    expect(decoded(changed({ capabilities: known.split(' ') }))).toMatchObject({
      chat: {
        capabilities: known
          .split(' ')
          .map((name) => name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())),
      },
    });
  });

  it('user data becomes an object; a key that occurs more than once keeps all its values, __proto__ is a key', () => {
    const userData = [
      { key: 'a', type: 'str', value: '1' },
      { key: 'list', value: [1] },
      { key: 'a', value: 2 },
      { key: '__proto__', value: 'own' },
      { key: 'a', value: null },
      { key: 'list', value: [2] },
      { key: 'none' },
      { key: 'late' },
      { key: 'late', value: 1 },
    ];
    const notification = decoded(changed({ userData }));
    if (notification.kind !== 'chat') expect.unreachable();
    const content = notification.chat.userData ?? {};
    expect(Object.entries(content)).toEqual([
      ['a', ['1', 2, null]],
      ['list', [[1], [2]]],
      ['__proto__', 'own'],
      ['none', undefined],
      ['late', [undefined, 1]],
    ]);
    expect(Object.getPrototypeOf(content)).toBe(Object.prototype);
    expect(refused(changed({ userData: [{ key: 5 }] })).message).toBe(
      'interaction.userData[0].key: expected string, got number',
    );
    expect(refused(changed({ userData: {} })).path).toBe('interaction.userData');
  });

  it('what an interaction does not tell stays absent', () => {
    expect(decoded(changed({}))).toMatchObject({ chat: { id: '022AKaDEME4A000K', state: 'Chatting' } });
    for (const field of ['capabilities', 'participants', 'userData']) {
      expect(decoded(changed({ chat: {} }))).not.toHaveProperty(`chat.${field}`);
    }
    expect(decoded(changed({ capabilities: [], userData: [] }))).toMatchObject({
      chat: { capabilities: [], userData: {} },
    });
    const numeric = { participantId: 5, nickname: 'a', type: 'Agent' };
    expect(decoded(changed({ chat: { participants: [numeric] } }))).toMatchObject({
      chat: { participants: [{ participantId: '5' }] },
    });
  });

  it('errors of both dialects are the same: an EventError, and a change whose notificationType is Error', () => {
    const error = { kind: 'error', messageType: 'ChatStateChangeMessage', notificationType: 'Error' };
    expect(
      decoded({ messageType: 'EventError', errorMessage: 'no', interactionId: 'A', referenceId: 5 }),
    ).toMatchObject({
      ...error,
      chatId: 'A',
      errorMessage: 'no',
      referenceId: 5,
    });
    expect(decoded({ messageType: 'EventError' })).toMatchObject(error);
    const failed = changed({ capabilities: ['accept'] }, { notificationType: 'Error', statusCode: 7 });
    expect(decoded(failed)).toMatchObject({ ...error, statusCode: 7, chat: { capabilities: ['Accept'] } });
    const partial = { messageType: 'EventError', interaction: { id: 'A' } };
    expect(decoded(partial)).toMatchObject({ ...error, chatId: 'A' });
    expect(decoded(partial)).not.toHaveProperty('chat');
    expect(decoded({ ...partial, interactionId: 'B', notificationType: 'StatusChange' })).toMatchObject({
      ...error,
      chatId: 'A',
    });
    const [chat, interaction] = ['A', 'B'].map((id) => ({ id, state: 'Idle' }));
    expect(decoded({ messageType: 'EventError', chat, interaction })).toMatchObject({ chatId: 'A', chat });
  });

  it('interactions of other media are foreign', () => {
    const email = changed({ mediatype: 'email' });
    expect(refused(email)).toMatchObject({
      kind: 'foreign',
      message: 'interaction.mediatype: expected "chat", got "email"',
      path: 'interaction.mediatype',
    });
    expect(decoded(changed({ mediatype: 'chat' })).kind).toBe('chat');
    expect(refused(changed({ mediatype: '' })).kind).toBe('foreign');
    expect(refused(changed({ mediatype: 5 }))).toMatchObject({
      kind: 'invalid',
      path: 'interaction.mediatype',
    });
  });

  it.each([
    [changed({ id: '' }), 'interaction.id'],
    [{ messageType: 'EventError', interaction: { id: '' } }, 'interaction.id'],
    [{ messageType: 'EventError', interactionId: '' }, 'interactionId'],
    [{ messageType: 'EventError', interactionId: 5 }, 'interactionId'],
  ])('an id that names no interaction is one failure that names the field: %j', (message, path) => {
    expect(refused(message)).toMatchObject({ kind: 'invalid', path });
  });

  it('both laws of encoding hold: the payload comes back, and the canonical message decodes to the same', () => {
    const text = fc.string({ maxLength: 5 });
    const interaction = fc.record(
      {
        id: text.filter((id) => id !== ''),
        state: text,
        capabilities: fc.array(fc.constantFrom('accept', 'send-message', 'hold')),
        userData: fc.array(
          fc.record({
            key: fc.constantFrom('a', 'b', '__proto__'),
            type: text,
            value: fc.jsonValue({ maxDepth: 1 }),
          }),
        ),
        chat: fc.record({
          participants: fc.array(fc.record({ participantId: fc.nat(), nickname: text, type: text })),
        }),
        queue: text,
      },
      { requiredKeys: ['id', 'state'] },
    );
    const wires = interaction.chain((content) =>
      fc.constantFrom<object>(
        { channel: '/workspace/v3/media/chat', data: changed(content) },
        changed(content, { notificationType: 'Error' }),
        { messageType: 'EventError', interaction: content },
      ),
    );
    const holds = (x: unknown): void => {
      const notification = decoded(x);
      expect(ChatNotification.is(notification)).toBe(true);
      expect(ChatNotification.encode(notification)).toBe(x);
      expect(withoutCircumstances(decoded(canonical(notification)))).toEqual(
        withoutCircumstances(notification),
      );
    };
    fc.assert(fc.property(wires, holds), { numRuns: 1_000 });
    holds(fixture('v3-interaction-state-changed'));
    holds(fixture('v3-new-messages'));
  });
});
