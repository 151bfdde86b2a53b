import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { canonical, Chat, ChatNotification, validNotifications } from '../../src/codec/index.ts';
import type { ChatNotification as Notification } from '../../src/model/index.ts';
import { decoded, refused } from '../fixtures.ts';
import { agent, state } from './decodeNotificationFixtures.ts';

const bad = { ...agent, nickname: 7, type: null };
const customer = { participantId: '2', nickname: 'Ann', type: 'Customer' };
const change = (...participants: unknown[]): object => state({ id: 'A', state: 'Chatting', participants });
const interaction = (...participants: unknown[]): object => ({
  messageType: 'InteractionStateChanged',
  notificationType: 'StatusChange',
  interaction: { id: 'A', state: 'Chatting', mood: 'good', chat: { participants, isAsyncMode: true } },
});
const rejection = {
  kind: 'invalid',
  path: 'chat.participants[1].nickname',
  message:
    'chat.participants[1].nickname: expected string, got number; chat.participants[1].type: expected string, got null',
  raw: bad,
};

/** Both laws of encoding, as what was rejected has to survive, too. */
function expectLossless(wire: unknown): Notification {
  const notification = decoded(wire);
  expect(ChatNotification.is(notification)).toBe(true);
  expect(ChatNotification.encode(notification)).toBe(wire);
  const again = canonical(notification);
  expect(decoded(again)).toEqual({ ...notification, wire: again });
  return notification;
}

describe('a bad participant', () => {
  it.each([
    ['GWS v2', change(agent, bad, customer)],
    ['Workspace v3', interaction(agent, bad, customer)],
  ])('is left out of the chat and reported in rejected: %s', (_, wire) => {
    const notification = expectLossless(wire);
    expect(notification).toMatchObject({
      kind: 'chat',
      chat: { state: 'Chatting', participants: [agent, customer] },
      rejected: [rejection],
    });
    expect(notification.kind === 'chat' && notification.chat.participants).toHaveLength(2);
  });

  it('carries the channel in its failure', () => {
    const failure = { path: 'chat.participants[0]', channel: '/v2/me/chats' };
    expect(decoded({ channel: '/v2/me/chats', data: change(5, agent) })).toMatchObject({
      rejected: [failure],
    });
  });

  it('leaves the list absent if no good one is left, because an empty list means that nobody takes part', () => {
    for (const wire of [change(bad, 5), interaction(bad, 5)]) {
      const notification = expectLossless(wire);
      expect(notification).not.toHaveProperty('chat.participants');
      expect(notification).toMatchObject({ rejected: [{}, { path: 'chat.participants[1]', raw: 5 }] });
    }
    expect(decoded(change())).toMatchObject({ chat: { participants: [] } });
    expect(decoded(change())).not.toHaveProperty('rejected');
  });

  it('does not save a notification that is bad elsewhere', () => {
    expect(refused({ ...change(bad), referenceId: 'x' }).problems.map(({ path }) => path)).toEqual([
      'chat.participants[0].nickname',
      'chat.participants[0].type',
      'referenceId',
    ]);
    expect(refused(state({ id: 'A', state: 'Idle', participants: 5 })).path).toBe('chat.participants');
  });

  it('costs an operation error its list of participants, and nothing else', () => {
    const error = { kind: 'error', chatId: 'A', chat: { id: 'A', state: 'Chatting' } };
    for (const wire of [change(agent, bad), interaction(agent, bad)]) {
      const notification = expectLossless({ ...wire, notificationType: 'Error' });
      expect(notification).toMatchObject(error);
      expect(notification).not.toHaveProperty('chat.participants');
      expect(expectLossless({ ...wire, notificationType: 'Error' })).not.toHaveProperty('rejected');
    }
    expect(expectLossless({ ...interaction(agent), notificationType: 'Error' })).toMatchObject({
      ...error,
      chat: { participants: [agent], chat: { isAsyncMode: true } },
    });
  });

  it('reaches the callback of validNotifications, while the notification passes', () => {
    const paths: string[] = [];
    const kinds: string[] = [];
    of(change(agent, bad))
      .pipe(validNotifications(({ path }) => paths.push(path)))
      .subscribe(({ kind }) => kinds.push(kind));
    expect({ paths, kinds }).toEqual({ paths: ['chat.participants[1].nickname'], kinds: ['chat'] });
  });

  it('is an error of the codec of a chat, which has no place to report it', () => {
    expect(Chat.decode({ id: 'A', state: 'Idle', participants: [bad] })._tag).toBe('Left');
  });
});
