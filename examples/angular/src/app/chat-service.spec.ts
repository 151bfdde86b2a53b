import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { operationError } from 'rx-chat-notifications/testing';
import { ann, bea, chatOf, messagesOf, sam } from '../testing/chats';
import { type FakeGws, provideFakeGws } from '../testing/fake-gws';
import { ChatService } from './chat-service';

describe('ChatService', () => {
  let gws: FakeGws;
  let service: ChatService;

  beforeEach(() => {
    gws = provideFakeGws();
    service = TestBed.inject(ChatService);
  });

  it('shows the state of the connection', () => {
    expect(service.status().state).not.toBe('connected');
    gws.client.handshake();
    expect(service.status().state).toBe('connected');
    gws.client.interrupt();
    expect(service.status().state).toBe('interrupted');
  });

  it('keeps the chats, and continues after the session expired', () => {
    gws.client.handshake();
    gws.push(chatOf(ann));
    gws.client.expireSession();
    gws.client.handshake();
    gws.push(chatOf(bea, 'Invited'));

    expect(
      [...(service.chats()?.values() ?? [])].map(({ chatId, status }) => [chatId, status]).sort(),
    ).toEqual([
      ['Ann', 'Chatting'],
      ['Bea', 'Invited'],
    ]);
  });

  it('shows the whole transcript of a chat that is opened late, and switches to another chat', () => {
    gws.client.handshake();
    gws.push(
      messagesOf(ann, [{ index: 2, text: 'My order is late', from: ann }]),
      messagesOf(ann, [{ index: 1, text: 'Hello', from: ann }]),
      messagesOf(bea, [{ index: 1, text: 'Good morning', from: bea }]),
    );
    const chatId = signal('Ann');
    const transcript = TestBed.runInInjectionContext(() => service.transcriptOf(chatId));
    const texts = () => transcript()?.messages.map(({ text }) => text);

    TestBed.tick();
    expect(texts()).toEqual(['Hello', 'My order is late']);
    chatId.set('Bea');
    TestBed.tick();
    expect(texts()).toEqual(['Good morning']);
  });

  it('counts unread messages, and lists waiting customers', () => {
    gws.client.handshake();
    gws.push(
      messagesOf(ann, [
        { index: 1, from: ann },
        { index: 2, from: ann, sentAt: 1_700_000_000_000 },
      ]),
    );
    expect(service.unread()?.get('Ann')?.unread).toBe(2);
    expect(service.waiting()?.get('Ann')?.waiting).toHaveLength(2);

    service.markRead('Ann', 1);
    gws.push(messagesOf(ann, [{ index: 3, from: sam }]));
    expect(service.unread()?.get('Ann')?.unread).toBe(1);
    expect(service.waiting()?.get('Ann')?.waiting).toHaveLength(0);
  });

  it('sends an operation, and resolves when its notification arrives', async () => {
    gws.client.handshake();
    gws.answerWith({ statusCode: 0, referenceId: 7 });
    const done = service.perform('Ann', { operationName: 'SendMessage', text: 'Hello' });
    gws.push(messagesOf(ann, [{ index: 1, from: sam, text: 'Hello' }], 7));

    await done;
    expect(gws.posted).toEqual([
      { path: '/api/v2/me/chats/Ann', body: { operationName: 'SendMessage', text: 'Hello' } },
    ]);
  });

  it('rejects an operation that GWS refuses at once', async () => {
    gws.client.handshake();
    gws.answerWith({ statusCode: 6, statusMessage: 'There is no such chat' });
    await expect(service.perform('Ann', { operationName: 'Complete' })).rejects.toThrow(
      'There is no such chat',
    );
  });

  it('rejects an operation whose notification is an error', async () => {
    gws.client.handshake();
    gws.answerWith({ statusCode: 0, referenceId: 8 });
    const done = service.perform('Ann', { operationName: 'Complete' });
    gws.push(operationError({ chatId: 'Ann', referenceId: 8, errorMessage: 'Not now' }));
    await expect(done).rejects.toThrow('Not now');
  });

  it('continues after a denial when reconnect() is called', async () => {
    gws.client.denySubscriptions('403::denied');
    gws.client.handshake();
    expect(service.status().state).toBe('denied');
    expect(service.chats()).toBeUndefined();

    gws.client.denySubscriptions(undefined);
    service.reconnect();
    await vi.waitFor(() => {
      expect(service.status().state).toBe('connected');
    });
    gws.push(chatOf(ann));
    expect(service.chats()?.has('Ann')).toBe(true);
  });

  it('unsubscribes when the injector is destroyed', async () => {
    gws.client.handshake();
    expect(gws.client.subscriptions).toEqual(['/v2/me/chats']);
    TestBed.resetTestingModule();
    await vi.waitFor(() => {
      expect(gws.client.subscriptions).toEqual([]);
    });
  });
});
