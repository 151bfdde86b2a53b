import { describe, expect, it } from 'vitest';
import properties from '../fixtures/v2-properties-updated.json' with { type: 'json' };
import newMessages from '../fixtures/v2-new-messages.json' with { type: 'json' };
import { decoded, entriesOf, subscribe } from './bayeuxFetch.ts';
import { eventually, simulate } from './running.ts';

describe('chats led by hand', () => {
  it('notifications have the fields and the forms of the examples in the documentation of GWS', async () => {
    const simulator = await simulate();
    const credentials = simulator.credentialsOf('TestName');
    const { received, poll } = await subscribe(simulator, simulator.channel, credentials);
    const chatId = simulator.openChat({ customer: 'test_consult_clientL', agent: 'TestName' });
    simulator.say(chatId, 'Agent', 'How may I help you?');
    await poll();

    const [state, , log] = received;
    const { referenceId: _, ...example } = properties.data;
    expect(Object.keys(state ?? {})).toEqual(Object.keys(example));
    expect(Object.keys(state?.chat ?? {})).toEqual(Object.keys(example.chat));
    expect(state).toMatchObject({ messageType: 'ChatStateChangeMessage', notificationType: 'StatusChange' });
    expect(state?.chat).toMatchObject({
      state: 'Chatting',
      capabilities: example.chat.capabilities,
      uri: `${simulator.url}/api/v2/chats/${chatId}`,
      participants: example.chat.participants.map(({ nickname, type }) => ({ nickname, type })),
    });
    expect(chatId).toMatch(/^0000[0-9A-Z]{11}$/);
    for (const participant of state?.chat?.participants ?? []) {
      expect(participant).toHaveProperty('participantId', expect.stringMatching(/^[0-9A-F]{16}$/));
    }

    const [message] = newMessages.data.messages;
    expect(Object.keys(log ?? {})).toEqual(Object.keys(newMessages.data));
    expect(Object.keys(log?.messages?.[0] ?? {})).toEqual(Object.keys(message ?? {}));
    expect(log).toMatchObject({
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
      chatUri: `${simulator.url}/api/v2/chats/${chatId}`,
      messages: [{ index: 3, type: 'Text', text: 'How may I help you?', visibility: 'All' }],
    });
    expect(log?.messages?.[0]?.timestamp).toMatch(/^2014-01-09 11:58:\d\d\.\d{3}\+0200$/);
  });

  it('a chat opens with its state, then who joined; the agent joins with Chatting', async () => {
    const simulator = await simulate();
    const { received, poll } = await subscribe(simulator);
    const chatId = simulator.openChat({ customer: 'Ada', state: 'Invited', userData: { plan: 'gold' } });
    simulator.setState(chatId, 'Chatting');
    simulator.setState(chatId, 'Completed');
    await poll();
    const shown = received.map(({ chat, messages = [] }) =>
      chat === undefined
        ? messages.map(({ index, type, from }) => `${index} ${type} ${from.nickname}`)
        : [chat.state, chat.participants.length, chat.capabilities.length],
    );
    expect(shown).toEqual([
      ['Invited', 1, 2],
      ['1 ParticipantJoined Ada'],
      ['Chatting', 2, 13],
      ['2 ParticipantJoined Sam'],
      ['Completed', 2, 0],
    ]);
    expect(received[0]?.chat).toMatchObject({
      userData: { plan: 'gold' },
      capabilities: ['Accept', 'Reject'],
    });
  });

  it('a final state ends a chat until another state opens it again', async () => {
    const simulator = await simulate();
    const { received, poll } = await subscribe(simulator);
    const chatId = simulator.openChat({ customer: 'Ada' });
    simulator.setState(chatId, 'Completed');
    expect(() => simulator.say(chatId, 'Ada', 'One more thing')).toThrow('is Completed');
    simulator.setState(chatId, 'Chatting');
    expect(simulator.say(chatId, 'Ada', 'One more thing').index).toBe(3);
    await poll();
    expect(received.flatMap(({ chat }) => chat?.state ?? [])).toEqual(['Chatting', 'Completed', 'Chatting']);
    expect(simulator.truth(chatId)).toMatchObject({ status: 'Chatting', messages: { length: 3 } });
  });

  it('the truth is what was published, decoded, once and in order, without typing notices', async () => {
    const simulator = await simulate({ chats: 3, messagesPerSecond: 1_000 });
    const subscriber = await subscribe(simulator);
    void subscriber.polling();
    const byHand = simulator.openChat({ userData: { since: new Date(0), nothing: undefined } });
    simulator.say(byHand, 'Customer', 'half a pair: \ud83d');
    await eventually(() => simulator.chatIds().length > 8);
    await simulator.drain();

    const published = new Map<string, object>();
    for (const chatId of simulator.chatIds()) {
      const last = subscriber.received.filter(({ chat }) => chat?.id === chatId).at(-1)?.chat;
      const entries = entriesOf(subscriber.received).filter((entry) => entry.chatId === chatId);
      published.set(chatId, {
        chatId,
        status: last?.state,
        participants: last?.participants,
        userData: last?.userData,
        messages: entries
          .filter(({ type }) => !type.startsWith('Typing'))
          .map(({ chatId: _, ...message }) => decoded(message)),
      });
    }
    for (const chatId of simulator.chatIds()) {
      expect(simulator.truth(chatId)).toStrictEqual(published.get(chatId));
    }
  });

  it('say gives the message as the truth holds it; a later change does not reach an earlier truth', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat({ customer: 'Ada' });
    const before = simulator.truth(chatId);
    const message = simulator.say(chatId, 'Ada', 'Hello?');
    simulator.setState(chatId, 'Completed');
    expect(simulator.truth(chatId).messages.at(-1)).toBe(message);
    expect(before).toMatchObject({ status: 'Chatting', messages: { length: 2 } });
  });

  it('what happens while nobody is subscribed changes the truth and is heard by nobody', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    simulator.say(chatId, 'Customer', 'missed');
    const { received, poll } = await subscribe(simulator);
    simulator.say(chatId, 'Customer', 'heard');
    await poll();
    expect(entriesOf(received).map(({ text }) => text)).toEqual(['heard']);
    expect(
      simulator
        .truth(chatId)
        .messages.map(({ text }) => text)
        .slice(2),
    ).toEqual(['missed', 'heard']);
  });

  it('a client may hear the chats by a wildcard, and cannot publish on their channel', async () => {
    const simulator = await simulate();
    const { received, poll, post, clientId } = await subscribe(simulator, '/v2/me/*');
    const [reply] = await post({ channel: simulator.channel, clientId, data: { forged: true } });
    expect(reply).toMatchObject({ successful: false, error: '403::publish_denied' });
    simulator.openChat();
    await poll();
    expect(received.map(({ messageType }) => messageType)).toEqual([
      'ChatStateChangeMessage',
      'MessageLogUpdated',
    ]);
  });
});
