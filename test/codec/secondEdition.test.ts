import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { canonical, ChatNotification, decodeNotification } from '../../src/codec/index.ts';
import type { Chat, ChatMessage, ChatNotification as Notification } from '../../src/model/index.ts';
import { dedupeByIndex, typingParticipants } from '../../operators/index.ts';
import { fixture } from '../fixtures.ts';

/** A payload of the second edition. */
const payload = (name: string): unknown => fixture(`second-edition/${name}`);

/** Decodes a payload that arrived on the subscribed channel; checks the laws of encoding on the way. */
function decoded(wire: unknown, channel?: string): Notification {
  const result = decodeNotification(wire, 42, { channel });
  if (result._tag === 'Left') return expect.unreachable(result.left.message);
  const notification = result.right;
  expect(ChatNotification.is(notification)).toBe(true);
  expect(ChatNotification.encode(notification)).toBe(wire);
  const again = decodeNotification(canonical(notification), 42, { channel });
  expect(again).toEqual({ _tag: 'Right', right: { ...notification, wire: canonical(notification) } });
  return notification;
}

function chatOf(name: string, channel?: string): Chat {
  const notification = decoded(payload(name), channel);
  return notification.kind === 'chat' ? notification.chat : expect.unreachable(notification.kind);
}

function messagesOf(name: string, channel?: string): readonly ChatMessage[] {
  const notification = decoded(payload(name), channel);
  return notification.kind === 'messages' ? notification.messages : expect.unreachable(notification.kind);
}

/** Expects a payload to be foreign. */
function expectForeign(wire: unknown, channel?: string): void {
  expect(decodeNotification(wire, 42, { channel })).toMatchObject({
    _tag: 'Left',
    left: { kind: 'foreign' },
  });
}

interface Body {
  readonly data: Readonly<Record<string, unknown>>;
}

const bodyOf = (name: string): Body['data'] => (payload(name) as Body).data;
const interactionOf = (name: string): Readonly<Record<string, unknown>> => {
  const { chat: _, ...unnamed } = bodyOf(name)['interaction'] as Readonly<Record<string, unknown>>;
  return unnamed;
};
const bea = { nickname: 'Bea', type: 'Agent', participantId: '00A1' };
const sentAt = 1_714_972_089_010;

describe('payloads of GWS v2', () => {
  it.each(['01-v2-accept-status', '04-v2-complete', '13-v2-sparse-wde', '14-v2-userdata'])(
    'decodes a state change to the chat as it is: %s',
    (name) => {
      const { chat, referenceId, notificationType } = bodyOf(name);
      expect(decoded(payload(name))).toEqual({
        kind: 'chat',
        messageType: 'ChatStateChangeMessage',
        notificationType,
        ...(referenceId !== undefined && { referenceId }),
        channel: '/v2/me/chats',
        origin: 'live',
        receivedAt: 42,
        wire: payload(name),
        chatId: '0000QzC1TEST001A',
        chat,
      });
    },
  );

  it('keeps two participants with the same nickname apart: 02', () => {
    const { participants = [], capabilities = [] } = chatOf('02-v2-consult-participants');
    expect(participants.map(({ nickname, participantId }) => [nickname, participantId])).toEqual([
      ['Bea', '00A1'],
      ['Dan', '00A3'],
      ['Cy', '00A2'],
      ['Bea', '00A4'],
    ]);
    expect(capabilities.slice(-3)).toEqual([
      'SendToAgents',
      'SendStartTypingToAgentsNotification',
      'SendStopTypingToAgentsNotification',
    ]);
  });

  it('decodes chatType, receivedDate and participant.uri: 03, 06', () => {
    for (const name of ['03-v2-supervisor', '06-v2-intrude-invited']) {
      const { chatType, receivedDate } = chatOf(name);
      expect({ chatType, receivedDate }).toEqual({
        chatType: 'Inbound',
        receivedDate: '2024-05-06 07:00:00.000+0200',
      });
    }
    expect(chatOf('03-v2-supervisor').participants).toEqual([
      { ...bea, uri: 'http://gws.invented.test/api/v2/users/u1', visibility: 'All' },
      {
        nickname: 'Sue',
        type: 'Agent',
        participantId: '00A9',
        uri: 'http://gws.invented.test/api/v2/users/u2',
        visibility: 'Supervisors',
      },
      { nickname: 'Cy', type: 'Customer', participantId: '00A2' },
    ]);
    expect(chatOf('06-v2-intrude-invited')).toMatchObject({
      participants: [],
      userData: { RRequestedSkills: null, 'PegAG?:2>1': 1 },
    });
  });

  it('decodes the url of a PushUrl; a different url under the same index is a different message: 08', () => {
    const [message] = messagesOf('08-v2-pushurl');
    const from = { ...bea, uri: 'http://gws.invented.test/api/v2/users/u1', visibility: 'All' };
    const url = 'http://shop.invented.test/offer';
    expect(message).toEqual({ index: 3, type: 'PushUrl', from, visibility: 'All', sentAt, url });
    const { messages } = bodyOf('08-v2-pushurl') as { readonly messages: readonly object[] };
    const second = { ...messages[0], url: `${url}/2` };
    const log = decoded({ data: { ...bodyOf('08-v2-pushurl'), messages: [...messages, second] } });
    const urls: unknown[] = [];
    of(log)
      .pipe(dedupeByIndex())
      .subscribe((unique) => {
        if (unique.kind === 'messages') urls.push(...unique.messages.map((one) => one.url));
      });
    expect(urls).toEqual([url, `${url}/2`]);
  });

  it('decodes the noticeText of a CustomNotice, and the uri and path of its author: 09', () => {
    const notification = decoded(payload('09-v2-customnotice'));
    expect(notification).toMatchObject({
      chatId: '0000QzC1TEST001A',
      chatUri: 'http://gws.invented.test:8090/api/v2/chats/0000QzC1TEST001A',
    });
    const author = { uri: 'http://gws.invented.test/api/v2/users/u1', path: '/users/u1', id: '00A1' };
    expect(messagesOf('09-v2-customnotice')).toEqual([
      {
        index: 5,
        type: 'CustomNotice',
        from: { ...bea, ...author, visibility: 'All' },
        visibility: 'All',
        sentAt,
        noticeText: 'cobrowse:start',
      },
    ]);
  });

  it('keeps a typing notice for agents only, with its visibility: 10', () => {
    expect(messagesOf('10-v2-typing-to-agents')).toEqual([
      { index: 4, type: 'TypingStarted', from: bea, visibility: 'Agents', sentAt },
    ]);
  });

  it('decodes the messageType of a message: 11', () => {
    expect(messagesOf('11-v2-messagetype')).toEqual([
      {
        index: 3,
        type: 'Text',
        from: bea,
        visibility: 'All',
        sentAt,
        messageType: 'Greeting',
        text: 'Good day',
      },
    ]);
  });

  it('decodes an operation error with its chat, and with its errorCode: 15, 16', () => {
    const error = { kind: 'error', referenceId: 9, chatId: '0000QzC1TEST001A' };
    expect(decoded(payload('15-v2-error-chat'))).toMatchObject({
      ...error,
      chat: bodyOf('15-v2-error-chat')['chat'],
    });
    expect(decoded(payload('16-v2-error-code'))).toMatchObject({
      ...error,
      errorMessage: 'Cannot transfer',
      errorCode: 3,
    });
    expect(decoded(payload('16-v2-error-code'))).not.toHaveProperty('chat');
  });

  it.each(['17-v2-facebook-state', '18-v2-facebook-log', '19-v2-sms-log', '21-v2-im', '41-v3-sms'])(
    'decodes session media as foreign on a channel that is not the subscribed one: %s',
    (name) => {
      expectForeign(payload(name), '/v2/me/**');
      expectForeign({ ...(payload(name) as object), channel: '/v2/me/others' });
      expectForeign(bodyOf(name));
    },
  );

  it('decodes a Facebook session as a chat on the subscribed channel: 17, 18', () => {
    const channel = '/v2/me/facebooksession';
    expect(decoded(payload('17-v2-facebook-state'), channel)).toMatchObject({
      kind: 'chat',
      messageType: 'ChatStateChangeMessage',
      chatId: '0000QzC1TEST001A',
      chat: bodyOf('17-v2-facebook-state')['facebooksession'],
      referenceId: 17,
      channel,
    });
    expect(decoded(payload('18-v2-facebook-log'), channel)).toMatchObject({
      chatId: '0000F1',
      chatUri: 'http://gws.invented.test/api/v2/facebooksessions/0000F1',
      messages: [{ index: 3, type: 'Text', from: bea, text: 'Hi', sentAt }],
    });
  });

  it('decodes SMS and IM logs as logs of chats on the subscribed channel: 19, 21', () => {
    expect(decoded(payload('19-v2-sms-log'), '/v2/me/smssessions')).toMatchObject({
      kind: 'messages',
      chatId: '0000S1',
      messages: [{ index: 3, text: 'Hi' }],
    });
    expect(decoded(payload('21-v2-im'), '/v2/me/im-sessions')).toMatchObject({
      kind: 'messages',
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessage',
      chatId: '9',
      messages: [],
    });
  });

  it('decodes an item of a workbin as foreign: 23', () => {
    expectForeign(payload('23-v2-workbin'));
    expectForeign(payload('23-v2-workbin'), '/v2/me/workbins');
  });

  it('keeps the text of a typing notice, which typingParticipants emits: 24', () => {
    const log = decoded(payload('24-v2-typing-text'));
    expect(messagesOf('24-v2-typing-text')).toMatchObject([{ type: 'TypingStarted', text: 'my ord' }]);
    const texts: unknown[] = [];
    of({ ...log, receivedAt: sentAt })
      .pipe(typingParticipants())
      .subscribe(({ participants }) => texts.push(...participants.map(({ text }) => text)));
    expect(texts[0]).toBe('my ord');
  });

  it('keeps an entry without an author, as one of the system: 25', () => {
    const system = { participantId: '', nickname: 'system', type: 'External' };
    expect(messagesOf('25-v2-no-from')).toEqual([
      { index: 1, type: 'Text', from: bea, visibility: 'All', sentAt, text: 'x' },
      { index: 9, type: 'TranscriptSaveDone', from: system, visibility: 'All' },
    ]);
  });

  it('decodes a field that is null as absent: 27', () => {
    expect(chatOf('27-v2-nulls')).toStrictEqual({
      id: '0000QzC1TEST001A',
      uri: 'http://gws.invented.test:8090/api/v2/chats/0000QzC1TEST001A',
      state: 'Completed',
    });
  });
});

describe('payloads of Workspace v3', () => {
  it('keeps the unnamed fields of an interaction: 30', () => {
    expect(chatOf('30-v3-invited')).toEqual({
      ...interactionOf('30-v3-invited'),
      capabilities: ['Accept', 'Reject'],
      userData: { LastName: 'Doe' },
      participants: [],
      chatType: 'Inbound',
      receivedDate: '2024-05-06T04:59:00Z',
    });
  });

  it.each(['31-v3-log-id', '32-v3-log-interactionid'])(
    'decodes a log that names its chat by id or interactionId: %s',
    (name) => {
      const from = (participantId: string, nickname: string, type: string): object => ({
        participantId,
        nickname,
        type,
        visibility: 'All',
      });
      expect(decoded(payload(name))).toMatchObject({ chatId: '022INVENT0001' });
      expect(messagesOf(name)).toEqual([
        {
          index: 1,
          type: 'ParticipantJoined',
          from: from('00B1', 'Jo', 'Customer'),
          visibility: 'All',
          userData: { FirstName: 'Jo', MediaType: 'chat' },
        },
        {
          index: 3,
          type: 'Text',
          from: from('00B2', 'svc', 'External'),
          visibility: 'All',
          sentAt: 1_714_971_602_000,
          text: 'soon',
        },
      ]);
    },
  );

  it('decodes participants keyed by id, with personId as userId, and keeps their capabilities: 33', () => {
    expect(chatOf('33-v3-participants-id').participants).toEqual([
      { participantId: '00B1', type: 'Customer', nickname: 'Jo', visibility: 'All' },
      {
        participantId: '00B3',
        type: 'Agent',
        nickname: 'Bea',
        visibility: 'All',
        userId: '101',
        capabilities: ['remove-from-conference'],
      },
    ]);
  });

  it('decodes the nested error of an EventError, and its operationId: 35', () => {
    expect(decoded(payload('35-v3-eventerror-nested'))).toEqual({
      kind: 'error',
      messageType: 'ChatStateChangeMessage',
      notificationType: 'Error',
      errorMessage: 'Invalid request',
      errorCode: 37,
      operationId: 'op-1',
      channel: '/workspace/v3/media/chat',
      origin: 'live',
      receivedAt: 42,
      wire: payload('35-v3-eventerror-nested'),
    });
  });

  it('decodes an operationId: 36', () => {
    expect(decoded(payload('36-v3-operationid'))).toMatchObject({
      kind: 'chat',
      operationId: '7f3c-op',
      chat: { state: 'Completed' },
    });
  });

  it('decodes a kvlist to a nested object: 37', () => {
    expect(chatOf('37-v3-kvlist').userData).toEqual({ n: 3, list: { a: 'b' } });
  });

  it('decodes capabilities to their names of GWS v2: 38', () => {
    const capabilities = [
      'AttachUserData',
      'DeleteUserData',
      'UpdateUserData',
      'PlaceInQueue',
      'Transfer',
      'Complete',
      'SetComment',
    ];
    expect(chatOf('38-v3-caps')).toMatchObject({ capabilities, tenantId: 1 });
  });

  it('decodes an email as foreign: 40', () => {
    expectForeign(payload('40-v3-email'));
    expectForeign(payload('40-v3-email'), '/workspace/v3/media/chat');
  });

  it('decodes an SMS as a chat on the channel of chats: 41', () => {
    expect(chatOf('41-v3-sms')).toMatchObject({ id: '022INVENT0001', mediatype: 'sms', state: 'Invited' });
    expect(chatOf('41-v3-sms', '/workspace/v3/media/chat')).toEqual(chatOf('41-v3-sms'));
  });
});
