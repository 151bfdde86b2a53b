import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { operationError } from 'rx-chat-notifications/testing';
import { ann, chatOf, messagesOf, sam } from '../testing/chats';
import { type FakeGws, provideFakeGws } from '../testing/fake-gws';
import { ChatService } from './chat-service';
import { OpenChat } from './open-chat';

describe('OpenChat', () => {
  let gws: FakeGws;
  let fixture: ComponentFixture<OpenChat>;

  /** Opens it in mid-chat. */
  beforeEach(async () => {
    gws = provideFakeGws();
    TestBed.inject(ChatService);
    gws.client.handshake();
    gws.push(
      chatOf(ann),
      messagesOf(ann, [
        { index: 1, from: ann, type: 'ParticipantJoined' },
        { index: 2, from: ann, text: 'My order is late' },
      ]),
    );
    fixture = TestBed.createComponent(OpenChat);
    fixture.componentRef.setInput('chatId', 'Ann');
    await fixture.whenStable();
  });

  const page = () => fixture.nativeElement as HTMLElement;
  const textOf = (selector: string) =>
    page().querySelector(selector)?.textContent.replace(/\s+/g, ' ').trim();
  const entries = () =>
    [...page().querySelectorAll('ol li')].map((entry) =>
      [...entry.querySelectorAll('.author, .text, .deed')].map(({ textContent }) => textContent).join(': '),
    );
  const buttons = () => [...page().querySelectorAll('button')].map(({ textContent }) => textContent.trim());
  const write = async (text: string) => {
    const box = page().querySelector('textarea');
    if (box === null) throw new Error('There is no message box');
    box.value = text;
    box.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    page().querySelector('form')?.requestSubmit();
  };

  it('shows who takes part and all that was said before it was opened', () => {
    expect(textOf('h2')).toBe('Ann');
    expect(textOf('header ul')).toBe('Ann (Customer)Sam (Agent)');
    expect(entries()).toEqual(['Ann: joined', 'Ann: My order is late']);
  });

  it('marks what it shows as read', () => {
    expect(TestBed.inject(ChatService).unread()?.get('Ann')?.unread).toBe(0);
  });

  it('shows who types', async () => {
    gws.push(messagesOf(ann, [{ index: 3, from: ann, type: 'TypingStarted' }]));
    await fixture.whenStable();
    expect(textOf('.typing')).toBe('Ann is typing…');
    gws.push(messagesOf(ann, [{ index: 4, from: ann, text: 'Hello?' }]));
    await fixture.whenStable();
    expect(textOf('.typing')).toBe('');
  });

  it('sends a message, shows it once, and empties the box', async () => {
    gws.answerWith({ statusCode: 0, referenceId: 5 });
    await write('I am looking');
    const answer = messagesOf(ann, [{ index: 3, from: sam, text: 'I am looking' }], 5);
    gws.push(answer, answer);
    await vi.waitFor(() => {
      expect(page().querySelector('textarea')?.value).toBe('');
    });
    expect(gws.posted.map(({ body }) => body)).toEqual([
      { operationName: 'SendMessage', text: 'I am looking' },
    ]);
    expect(entries()).toEqual(['Ann: joined', 'Ann: My order is late', 'Sam: I am looking']);
  });

  it('keeps the text and says why, if it was not sent', async () => {
    gws.answerWith({ statusCode: 0, referenceId: 6 });
    await write('I am looking');
    gws.push(operationError({ chatId: 'Ann', referenceId: 6, errorMessage: 'The chat is on hold' }));
    await vi.waitFor(() => {
      expect(textOf('[role=alert]')).toContain('The chat is on hold');
    });
    expect(page().querySelector('textarea')?.value).toBe('I am looking');
  });

  it('offers what the chat is capable of', async () => {
    expect(buttons()).toEqual(['Complete', 'Send']);
    gws.push(chatOf(ann, 'Invited', ['Accept', 'Reject']));
    await fixture.whenStable();
    expect(buttons()).toEqual(['Accept', 'Reject']);

    page().querySelector('button')?.click();
    await vi.waitFor(() => {
      expect(gws.posted.map(({ body }) => body)).toEqual([{ operationName: 'Accept', nickname: 'Sam' }]);
    });
    gws.push({ ...chatOf(ann, 'Completed', []), referenceId: 1 });
    await fixture.whenStable();
    expect(buttons()).toEqual([]);
  });
});
