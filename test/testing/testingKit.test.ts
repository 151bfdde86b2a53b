import { describe, expect, it } from 'vitest';
import { ChatNotification } from '../../src/codec/index.ts';
import {
  chat,
  chatStateChange,
  fakeBayeuxClient,
  message,
  messageLog,
  operationError,
  participant,
} from '../../src/testing/index.ts';

describe('the builders', () => {
  it('build valid notifications with sensible defaults', () => {
    for (const built of [chatStateChange(), messageLog(), operationError(), operationError({ chat: {} })]) {
      expect(ChatNotification.is(built)).toBe(true);
    }
    expect(chatStateChange().chat).toEqual(chat());
    expect(messageLog().messages).toEqual([message()]);
    expect(message().from).toEqual(participant());
  });

  it('given fields win, and the chat is named once', () => {
    expect(
      chatStateChange({ chat: { id: 'A' }, receivedAt: 7, origin: 'snapshot', synthetic: true }),
    ).toMatchObject({
      chatId: 'A',
      chat: { id: 'A', state: 'Chatting' },
      receivedAt: 7,
      origin: 'snapshot',
      synthetic: true,
    });
    expect(messageLog({ chatId: 'A', messages: [{ text: 'a' }, { index: 9 }] })).toMatchObject({
      chatId: 'A',
      chatUri: 'http://localhost:8080/api/v2/chats/A',
      messages: [{ index: 1, text: 'a' }, { index: 9 }],
    });
    expect(operationError({ chat: { id: 'A' }, statusCode: 3 })).toMatchObject({
      chatId: 'A',
      chat: { id: 'A' },
      statusCode: 3,
    });
    for (const sentAt of [-1, 1.5, NaN, 1e20])
      expect(() => message({ sentAt })).toThrow('message: sentAt must be');
    expect(message({ sentAt: 0 })).toMatchObject({ sentAt: 0 });
    expect(operationError()).not.toHaveProperty('chatId');
    expect(operationError({ chatId: 'A' })).not.toHaveProperty('chat');
  });
});

describe('fakeBayeuxClient', () => {
  const channel = '/v2/me/chats';
  const ignore = (): void => undefined;

  it('behaves as CometD does: subscribing while disconnected throws, a re-handshake takes subscriptions away', () => {
    const client = fakeBayeuxClient();
    const received: unknown[] = [];
    expect(() => client.subscribe(channel, ignore, ignore)).toThrow('Illegal state: disconnected');
    client.handshake();
    const handle = client.subscribe(channel, ({ data }) => received.push(data), ignore);
    client.publish(channel, 1);
    client.handshake();
    client.publish(channel, 2);
    expect(received).toEqual([1]);
    expect(client.getClientId()).toBe('session-2');
    client.disconnect();
    client.disconnect();
    expect(() => {
      client.unsubscribe(handle);
    }).toThrow('Illegal state: disconnected');
    expect(client.requests).toEqual([
      '/meta/handshake',
      `/meta/subscribe ${channel}`,
      '/meta/handshake',
      '/meta/disconnect',
    ]);
  });

  it('a second subscription to a channel is not sent, and the last to go unsubscribes', () => {
    const client = fakeBayeuxClient();
    const replies: unknown[] = [];
    client.handshake();
    const first = client.subscribe(channel, ignore, ignore);
    const second = client.subscribe(channel, ignore, ({ successful }) => replies.push(successful));
    expect([replies, client.subscriptions]).toEqual([[true], [channel]]);
    client.unsubscribe(first);
    expect(client.subscriptions).toEqual([channel]);
    client.unsubscribe(second);
    expect(client.subscriptions).toEqual([]);
    expect(client.requests.slice(1)).toEqual([`/meta/subscribe ${channel}`, `/meta/unsubscribe ${channel}`]);
  });

  it('a denied subscription is removed silently, with all others of its channel', () => {
    const client = fakeBayeuxClient();
    const replies: unknown[] = [];
    const received: unknown[] = [];
    client.handshake();
    client.holdSubscriptions();
    client.denySubscriptions('403::subscribe_denied');
    client.subscribe(
      channel,
      () => received.push('first'),
      ({ error }) => replies.push(error),
    );
    client.subscribe(
      channel,
      () => received.push('second'),
      ({ successful }) => replies.push(successful),
    );
    client.answerSubscriptions();
    client.publish(channel, 1);
    expect([replies, received]).toEqual([[true, '403::subscribe_denied'], []]);
  });
});
