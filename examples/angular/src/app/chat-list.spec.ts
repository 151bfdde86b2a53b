import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { ann, bea, chatOf, messagesOf, sam } from '../testing/chats';
import { type FakeGws, provideFakeGws } from '../testing/fake-gws';
import { ChatList } from './chat-list';

describe('ChatList', () => {
  let gws: FakeGws;
  let fixture: ComponentFixture<ChatList>;

  beforeEach(() => {
    gws = provideFakeGws();
    fixture = TestBed.createComponent(ChatList);
  });

  const rows = (): readonly HTMLButtonElement[] => [
    ...(fixture.nativeElement as HTMLElement).querySelectorAll('button'),
  ];
  const texts = () =>
    rows().map((row) => [...row.children].map(({ textContent }) => textContent.trim()).join(', '));

  it('says that it asks, until the chats are known', async () => {
    await fixture.whenStable();
    expect((fixture.nativeElement as HTMLElement).textContent).toContain('Asking for the chats…');
  });

  it('shows invitations, then who waits, then the others, then what is over', async () => {
    gws.client.handshake();
    gws.push(
      chatOf({ ...ann, nickname: 'Over' }, 'Completed'),
      chatOf({ ...ann, nickname: 'Quiet' }),
      chatOf(ann),
      messagesOf(ann, [{ index: 1, from: ann, text: 'Hello' }]),
      chatOf(bea, 'Invited'),
    );
    await fixture.whenStable();
    expect(texts()).toEqual([
      'Bea, Invited',
      expect.stringMatching(/^Ann, Chatting, waits since .+, 1 unread$/),
      'Quiet, Chatting',
      'Over, Completed',
    ]);

    gws.push(messagesOf(ann, [{ index: 2, from: sam, text: 'How may I help you?' }]));
    await fixture.whenStable();
    expect(texts()[1]).toBe('Ann, Chatting, 1 unread');
  });

  it('chooses a chat', async () => {
    gws.client.handshake();
    gws.push(chatOf(ann), chatOf(bea));
    await fixture.whenStable();
    rows()[1]?.click();
    await fixture.whenStable();
    expect(fixture.componentInstance.selected()).toBe('Bea');
    expect(rows().map((row) => row.getAttribute('aria-current'))).toEqual([null, 'true']);
  });
});
