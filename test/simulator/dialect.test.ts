import { type ChatNotification, decodeNotification, isMessageLogUpdate } from 'rx-chat-notifications';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import stateChanged from '../fixtures/v3-interaction-state-changed.json' with { type: 'json' };
import newMessages from '../fixtures/v3-new-messages.json' with { type: 'json' };
import { signIn, subscribe } from './bayeuxFetch.ts';
import { simulate } from './running.ts';

/** All kinds of notifications. */
async function play(simulator: Simulator): Promise<readonly ChatNotification[]> {
  const notifications: ChatNotification[] = [];
  const { poll } = await subscribe(simulator);
  const userData = { waited: 12, tags: ['a', 'b'], nested: { vip: true }, nothing: null };
  const chatId = simulator.openChat({ state: 'Invited', customer: 'Ada', userData });
  const { headers } = await signIn(simulator);
  const operate = (body: object): Promise<Response> =>
    fetch(`${simulator.url}/api/v2/me/chats/${chatId}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
  await operate({ operationName: 'SendMessage', text: 'too early' });
  await operate({ operationName: 'Accept', nickname: 'Samantha' });
  await operate({ operationName: 'SendStartTypingNotification' });
  simulator.say(chatId, 'Ada', 'Hello?');
  simulator.setUserData(chatId, { city: 'Łódź' });
  await operate({ operationName: 'Leave' });
  for (const message of await poll()) {
    if (message.data === undefined) continue;
    const decoded = decodeNotification(message, 0);
    if (decoded._tag === 'Left') throw new Error(decoded.left.message);
    notifications.push(decoded.right);
  }
  return notifications;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const modelFields = ['id', 'state', 'capabilities', 'participants', 'userData'];

/** Without the fields that only one dialect sends. */
function common(notification: ChatNotification): unknown {
  const { wire: _, channel: __, ...rest } = notification;
  const text = JSON.stringify(rest, (_key, value: unknown) => {
    if (!isObject(value)) return value;
    if ('participantId' in value)
      return { ...value, visibility: undefined, uri: undefined, userId: undefined };
    if ('index' in value) return { ...value, userData: undefined };
    if ('state' in value) return modelFields.map((key) => value[key]);
    return Array.isArray(value) ? value : { ...value, chatUri: undefined };
  });
  return JSON.parse(text);
}

describe('the dialect of Workspace v3', () => {
  it('tells the same as that of GWS v2, on its own channel', async () => {
    const [v2, v3] = [await simulate(), await simulate({ dialect: 'v3' })];
    expect([v2.channel, v3.channel]).toEqual(['/v2/me/chats', '/workspace/v3/media/chat']);
    const [one, other] = [await play(v2), await play(v3)];
    expect(other.map(({ channel }) => channel)).toEqual(other.map(() => v3.channel));
    expect(new Set(other.map(({ kind }) => kind))).toEqual(new Set(['chat', 'error', 'messages']));
    expect(other.map(common)).toEqual(one.map(common));
  });

  it('has the fields and the forms of the examples in the documentation of Workspace', async () => {
    const userData = { FirstName: 'Ada', calls: 2, card: { vip: true } };
    const simulator = await simulate({ dialect: 'v3' });
    const { received, poll } = await subscribe(simulator);
    simulator.openChat({ customer: 'Ada', state: 'Invited', userData });
    await poll();
    const [state, log] = received.map((data): Readonly<Record<string, unknown>> => ({ ...data }));
    expect(state).toMatchObject({ messageType: 'InteractionStateChanged', notificationType: 'StatusChange' });
    expect(Object.keys(state ?? {})).toEqual(Object.keys(stateChanged.data));
    const interaction = isObject(state?.['interaction']) ? state['interaction'] : {};
    for (const key of Object.keys(interaction)) expect(stateChanged.data.interaction).toHaveProperty(key);
    expect(interaction).toMatchObject({
      capabilities: stateChanged.data.interaction.capabilities,
      mediatype: 'chat',
      userData: [
        { key: 'FirstName', type: 'str', value: 'Ada' },
        { key: 'calls', type: 'int', value: 2 },
        { key: 'card', type: 'kvlist', value: [{ key: 'vip', type: 'str', value: true }] },
      ],
      chat: { participants: [{ id: expect.any(String) as string, nickname: 'Ada', visibility: 'All' }] },
    });
    expect(interaction).not.toHaveProperty('chat.myParticipantId'); // the agent has not joined
    expect(interaction).not.toHaveProperty('chat.participants.0.participantId');
    expect(Object.keys(log ?? {})).toEqual(Object.keys(newMessages.data));
    expect(log).toMatchObject({
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
      id: interaction['id'],
      messages: [
        {
          type: 'ParticipantJoined',
          from: { participantId: expect.any(String) as string, nickname: 'Ada', visibility: 'All' },
          userData,
          timestamp: '2014-01-09T09:58:13.035Z',
          timestampSeconds: 1_389_261_493,
        },
      ],
    });
  });

  it('what is answered is in the words of GWS v2, and the same: indices, authors and times', async () => {
    const simulator = await simulate({ dialect: 'v3' });
    const notifications = await play(simulator);
    const [chatId = ''] = simulator.chatIds();
    const { headers } = await signIn(simulator);
    const reply = await fetch(`${simulator.url}/api/v2/me/chats/${chatId}/messages`, { headers });
    const fields = {
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
      chatUri: `/chats/${chatId}`,
    };
    const fetched = decodeNotification({ ...fields, ...isolated(await reply.json()) }, 0);
    const live = notifications.flatMap((notification) =>
      isMessageLogUpdate(notification) ? notification.messages : [],
    );
    expect(fetched).toMatchObject({ right: { messages: live } });
    const logged = live.filter(({ type }) => !type.startsWith('Typing'));
    expect(simulator.truth(chatId).messages).toEqual(logged);
    expect(JSON.stringify(fetched)).toContain('+0200');

    const open = simulator.openChat();
    const me: unknown = await (await fetch(`${simulator.url}/api/v2/me`, { headers })).json();
    expect(me).toMatchObject({ user: { chats: [{ id: open, userData: {}, participants: [{}, {}] }] } });
  });
});

/** The messages of an answer. */
const isolated = (answer: unknown): object => (isObject(answer) ? { messages: answer['messages'] } : {});
