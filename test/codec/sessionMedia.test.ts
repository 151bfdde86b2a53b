import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  ChatNotification,
  decodeNotification,
  decodeNotifications,
  rights,
  validNotifications,
} from '../../src/codec/index.ts';
import type { ChatNotification as Notification, DecodeFailure } from '../../src/model/index.ts';

const channel = '/v2/me/facebooksession';
const change = (facebooksession: unknown, more: object = {}): unknown => ({
  channel,
  data: {
    messageType: 'FacebooksessionStateChangeMessage',
    notificationType: 'StatusChange',
    facebooksession,
    ...more,
  },
});
const session = { id: 'F', state: 'Chatting' };
const interaction = (mediatype: unknown, on: string | undefined): unknown => ({
  channel: on,
  data: {
    messageType: 'InteractionStateChanged',
    notificationType: 'StatusChange',
    interaction: { id: 'F', state: 'Chatting', mediatype },
  },
});

function decoded(wire: unknown, subscribed?: string): Notification {
  const result = decodeNotification(wire, 42, { channel: subscribed });
  return result._tag === 'Right' ? result.right : expect.unreachable(result.left.message);
}
function refused(wire: unknown, subscribed?: string): DecodeFailure {
  const result = decodeNotification(wire, 42, { channel: subscribed });
  return result._tag === 'Left' ? result.left : expect.unreachable('it decoded');
}

describe('sessions of other media', () => {
  it('decode as chats on the channel that the operators are told of', () => {
    const kinds: string[] = [];
    of(change(session))
      .pipe(decodeNotifications({ channel }), rights())
      .subscribe(({ kind, chatId }) => kinds.push(`${kind} ${String(chatId)}`));
    of(change(session))
      .pipe(validNotifications(({ message }) => expect.unreachable(message), { channel }))
      .subscribe(({ kind, chatId }) => kinds.push(`${kind} ${String(chatId)}`));
    of(change(session))
      .pipe(validNotifications(({ kind }) => kinds.push(kind)))
      .subscribe();
    expect(kinds).toEqual(['chat F', 'chat F', 'foreign']);
  });

  it('decode an error as an operation error', () => {
    const error = decoded(change(session, { notificationType: 'Error', errorMessage: 'no' }), channel);
    expect(error).toMatchObject({ kind: 'error', chatId: 'F', chat: session, errorMessage: 'no' });
  });

  it('report what is wrong with them under their own names', () => {
    expect(refused(change({ ...session, state: 5 }), channel)).toMatchObject({
      kind: 'invalid',
      message: 'facebooksession.state: expected string, got number',
    });
    const log = { messageType: 'MessageLogUpdated', notificationType: 'NewMessages', messages: [5] };
    expect(refused({ channel, data: { ...log, smssessionUri: '/sms/1' } }, channel).path).toBe('messages[0]');
    expect(refused({ channel, data: { ...log, smssessionPath: '/' } }, channel).path).toBe('smssessionPath');
  });

  it('are foreign elsewhere, with a line that says why', () => {
    const log = { messageType: 'MessageLogUpdated', notificationType: 'NewMessages', messages: [] };
    expect(refused({ channel, data: { ...log, facebooksessionUri: '/facebooksessions/1' } })).toMatchObject({
      kind: 'foreign',
      path: 'facebooksessionUri',
      channel,
    });
    expect(refused(change(session)).path).toBe('messageType');
    expect(refused(change(session, { messageType: 'ChatStateChangeMessage' })).path).toBe('facebooksession');
  });

  it('are told from chats by what names the chat', () => {
    const log = { messageType: 'MessageLogUpdated', notificationType: 'NewMessages', messages: [] };
    expect(decoded({ data: { ...log, chatPath: '/chats/A', smssessionUri: '/sms/1' } }).chatId).toBe('A');
    expect(
      decoded({ channel, data: { ...log, chatPath: null, smssessionUri: '/sms/1' } }, channel).chatId,
    ).toBe('1');
    expect(
      refused({ channel, data: { messageType: 'SessionMoved', facebooksession: session } }, channel).kind,
    ).toBe('foreign');
  });

  it('of Workspace v3 are judged by mediatype only off the subscribed channel', () => {
    const chats = '/workspace/v3/media/chat';
    expect(decoded(interaction('sms', chats)).kind).toBe('chat');
    expect(decoded(interaction('sms', '/mine'), '/mine').kind).toBe('chat');
    expect(refused(interaction('sms', chats), '/mine').kind).toBe('foreign');
    expect(refused(interaction('sms', undefined), chats).kind).toBe('foreign');
    expect(refused(interaction(5, chats))).toMatchObject({ kind: 'invalid', path: 'interaction.mediatype' });
    expect(decoded(interaction(null, '/other')).kind).toBe('chat');
  });

  it('encode to the message that was received', () => {
    const wire = change(session);
    expect(ChatNotification.encode(decoded(wire, channel))).toBe(wire);
    const { wire: _, ...rest } = decoded(wire, channel);
    expect(decoded(ChatNotification.encode(rest))).toMatchObject(rest);
  });
});
