import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  dedupeByIndex,
  filterByChat,
  statusChanges,
  type Transcript,
  transcriptAccumulator,
} from '../../operators/index.ts';
import { ChatNotification, validNotifications } from '../../src/codec/index.ts';
import { decoded, fixture } from '../fixtures.ts';

/** What comes out of a pipe for messages as servers send them. */
function transcripts(...wire: readonly unknown[]): readonly Transcript[] {
  const seen: Transcript[] = [];
  of(...wire)
    .pipe(
      validNotifications(({ message }) => expect.unreachable(message)),
      dedupeByIndex(),
      transcriptAccumulator(),
    )
    .subscribe((transcript) => seen.push(transcript));
  return seen;
}

const author = { nickname: 'TestName', type: 'Agent', participantId: '007352CE72D50290' };
const log = (place: object, ...messages: readonly object[]): unknown => ({
  channel: '/v2/me/chats',
  data: {
    messageType: 'MessageLogUpdated',
    notificationType: 'NewMessages',
    messages: messages.map((message) => ({ index: 1, type: 'Text', from: author, ...message })),
    ...place,
  },
});
const chatUri = 'http://localhost:8080/api/v2/chats/A';
const state = (chat: object, notificationType = 'StatusChange'): unknown => ({
  data: { messageType: 'ChatStateChangeMessage', notificationType, chat: { id: 'A', ...chat } },
});

describe('the traps of the wire', () => {
  it('two different messages under one index are two, from the wire to the transcript', () => {
    const [transcript] = transcripts(fixture('v2-new-messages'), fixture('v2-new-messages'));
    expect(transcript?.messages.map(({ index, text }) => [index, text])).toEqual([
      [3, 'How may I help you?'],
      [3, 'Are you still there?'],
    ]);
  });

  it('skipped indices delay and drop nothing: the gap is reported and the messages are there', () => {
    const [transcript] = transcripts(fixture('v2-chat-path-and-numeric-participants'));
    expect(transcript?.messages.map(({ index }) => index)).toEqual([1, 2, 5]);
    expect(transcript?.gaps).toEqual([{ from: 3, to: 3 }]);
  });

  it('timestampSeconds is milliseconds in one dialect and seconds in the other; what timestamp tells is the same instant', () => {
    const sentAt = (times: object): unknown => {
      const notification = decoded(log({ chatUri }, times));
      return notification.kind === 'messages' && notification.messages[0]?.sentAt;
    };
    for (const name of ['v2-new-messages', 'v3-new-messages']) {
      const { data } = fixture(name) as { data: { messages: readonly Record<string, unknown>[] } };
      for (const { timestamp, timestampSeconds } of data.messages) {
        if (timestamp === undefined) continue;
        expect(sentAt({ timestampSeconds })).toBe(sentAt({ timestamp }));
        expect(sentAt({ timestamp, timestampSeconds })).toBe(sentAt({ timestamp }));
      }
    }
  });

  it('a message without a time has none: it is not now', () => {
    expect(decoded(log({ chatUri }, {}))).not.toHaveProperty('messages[0].sentAt');
    expect(transcripts(log({ chatUri }, {}))[0]?.at(0)).not.toHaveProperty('sentAt');
  });

  it('a numeric participantId is a string to the program, and a number again to the server', () => {
    const wire = fixture('v2-chat-path-and-numeric-participants');
    const notification = decoded(wire);
    expect(notification).toMatchObject({ messages: [{ from: { participantId: '1' } }, {}, {}, {}] });
    expect(ChatNotification.encode(notification)).toEqual(wire);
  });

  it.each([
    { chatUri: 'http://gws-internal:8080/api/v2/chats/A' },
    { chatUri: 'https://gws.example.com/api/v2/chats/A/' },
    { chatUri: 'https://gws.example.com/api/v2/chats/A?fields=*' },
    { chatUri: 'https://gws.example.com/api/v2/chats/A/?from=/b/c#d/e' },
    { chatUri: 'https://gws.example.com/api/v2/chats/%41' },
    { chatUri: '/api/v2/chats/A' },
    { chatPath: '/chats/A' },
    { chatPath: '/chats/A/' },
    { chatPath: '/chats/%41?x' },
    { id: 'A' },
    { interactionId: 'A' },
  ])('a message log belongs to the chat whose id it names, in whatever form: %j', (place) => {
    let passed = 0;
    of(state({ state: 'Chatting', uri: 'http://localhost:8080/api/v2/chats/A' }), log(place, { text: 'Hi' }))
      .pipe(
        validNotifications(({ message }) => expect.unreachable(message)),
        filterByChat('https://public.example.com/api/v2/chats/A'),
      )
      .subscribe(({ chatId }) => {
        expect(chatId).toBe('A');
        passed += 1;
      });
    expect(passed).toBe(2);
  });

  it('a state that only a PropertiesUpdated shows is a change of state', () => {
    const seen: string[] = [];
    of(state({ state: 'Invited' }), state({ state: 'Chatting' }, 'PropertiesUpdated'))
      .pipe(
        validNotifications(({ message }) => expect.unreachable(message)),
        statusChanges(),
      )
      .subscribe(({ current }) => seen.push(current));
    expect(seen).toEqual(['Invited', 'Chatting']);
  });

  it('what a later server adds passes and goes back as it came: states, capabilities, types, fields', () => {
    const participants = [{ ...author, type: 'Hologram', mood: 'good' }];
    const added = state({ state: 'Parked', capabilities: ['Juggle'], participants, path: 'x', notes: [1] });
    expect(decoded(added)).toMatchObject({
      chat: { state: 'Parked', capabilities: ['Juggle'], participants, path: 'x', notes: [1] },
    });
    const entry = { type: 'Telepathy', visibility: 'Cats', eventId: 7 };
    expect(decoded(log({ chatUri, ticket: 5 }, entry))).toMatchObject({ messages: [entry] });
    for (const wire of [added, log({ chatUri, ticket: 5 }, entry)]) {
      expect(ChatNotification.encode(decoded(wire))).toBe(wire);
    }
  });

  it('messages of a chat of which no state was seen are folded all the same', () => {
    const [transcript] = transcripts(log({ chatPath: '/chats/new' }, { text: 'Anybody here?' }));
    expect(transcript?.chatId).toBe('new');
    expect(transcript?.messages.map(({ text }) => text)).toEqual(['Anybody here?']);
  });
});
