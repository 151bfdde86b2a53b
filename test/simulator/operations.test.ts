import type { Simulator } from 'rx-chat-notifications/simulator';
import { decodeNotification } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import {
  entriesOf,
  type SignedIn,
  signIn,
  type Subscriber,
  subscribe,
  type WireChat,
} from './bayeuxFetch.ts';
import { simulate } from './running.ts';

interface Reply {
  readonly status: number;
  readonly statusCode: number;
  readonly statusMessage?: string;
  readonly referenceId?: number;
}

/** A subscriber of `Sam` beside an HTTP session that operates on a chat. */
async function desk(state = 'Chatting'): Promise<{
  readonly simulator: Simulator;
  readonly chatId: string;
  readonly subscriber: Subscriber;
  readonly headers: SignedIn['headers'];
  readonly operate: (body: unknown, chat?: string) => Promise<Reply>;
}> {
  const simulator = await simulate();
  const subscriber = await subscribe(simulator);
  const { headers } = await signIn(simulator);
  const chatId = simulator.openChat({ state, customer: 'Ada', userData: { plan: 'gold', since: 2012 } });
  await subscriber.poll();
  subscriber.received.length = 0;
  return {
    simulator,
    chatId,
    subscriber,
    headers,
    async operate(body, chat = chatId) {
      const response = await fetch(`${simulator.url}/api/v2/me/chats/${chat}`, {
        method: 'POST',
        headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      // Cast: JSON knows no types.
      return { status: response.status, ...((await response.json()) as Omit<Reply, 'status'>) };
    },
  };
}

const results = ({ received }: Subscriber): unknown[] =>
  received.map(({ notificationType, referenceId, chat, messages = [] }) => [
    notificationType,
    referenceId,
    ...(chat === undefined
      ? messages.map(({ type, text, url, noticeText, from }) => [
          type,
          from.nickname,
          ...[url, noticeText].filter((content) => content !== undefined),
          text,
        ])
      : [chat.state]),
  ]);

describe('operations', () => {
  it.each([
    [{ operationName: 'SendMessage', text: 'Hello' }, ['Text', 'Sam', 'Hello']],
    [
      { operationName: 'SendUrl', url: 'https://example.com/' },
      ['PushUrl', 'Sam', 'https://example.com/', undefined],
    ],
    [
      { operationName: 'SendCustomNotice', noticeText: 'cobrowse:start' },
      ['CustomNotice', 'Sam', 'cobrowse:start', undefined],
    ],
    [{ operationName: 'SendStartTypingNotification' }, ['TypingStarted', 'Sam', undefined]],
    [{ operationName: 'SendStopTypingNotification' }, ['TypingStopped', 'Sam', undefined]],
  ])('%j is logged under the referenceId of its reply', async (body, entry) => {
    const { operate, subscriber } = await desk();
    const reply = await operate(body);
    expect(reply).toEqual({ status: 200, statusCode: 0, referenceId: 1 });
    await subscriber.poll();
    expect(results(subscriber)).toEqual([['NewMessages', 1, entry]]);
    expect((await operate(body)).referenceId).toBe(2);
  });

  it.each([
    [{ operationName: 'Accept' }, 'Sam'],
    [{ operationName: 'Accept', nickname: 'Dr. Sam' }, 'Dr. Sam'],
  ])('%j joins the agent', async (body, nickname) => {
    const { operate, subscriber, simulator, chatId } = await desk('Invited');
    await operate(body);
    await operate({ operationName: 'SendMessage', text: 'Hello' });
    await subscriber.poll();
    expect(results(subscriber)).toEqual([
      ['StatusChange', 1, 'Chatting'],
      ['NewMessages', 1, ['ParticipantJoined', nickname, undefined]],
      ['NewMessages', 2, ['Text', nickname, 'Hello']],
    ]);
    expect(simulator.truth(chatId).participants).toMatchObject([{ nickname: 'Ada' }, { nickname }]);
  });

  it('Reject revokes, Complete completes, and Leave tells who left first', async () => {
    const invited = await desk('Invited');
    await invited.operate({ operationName: 'Reject' });
    await invited.subscriber.poll();
    expect(results(invited.subscriber)).toEqual([['StatusChange', 1, 'Revoked']]);

    const completing = await desk();
    await completing.operate({ operationName: 'Complete' });
    await completing.subscriber.poll();
    expect(results(completing.subscriber)).toEqual([['StatusChange', 1, 'Completed']]);

    const { operate, subscriber, simulator, chatId } = await desk();
    await operate({ operationName: 'Leave' });
    await subscriber.poll();
    expect(results(subscriber)).toEqual([
      ['NewMessages', 1, ['ParticipantLeft', 'Sam', undefined]],
      ['StatusChange', 1, 'Completed'],
    ]);
    expect(simulator.truth(chatId).participants).toMatchObject([{ nickname: 'Ada' }]);
  });

  it.each([
    [
      { operationName: 'AttachUserData', userData: { vip: true } },
      { plan: 'gold', since: 2012, vip: true },
    ],
    [
      { operationName: 'UpdateUserData', userData: { plan: 'blue' } },
      { plan: 'blue', since: 2012 },
    ],
    [{ operationName: 'DeleteUserData', keys: ['since', 'none'] }, { plan: 'gold' }],
    [{ operationName: 'DeleteUserData', userData: { plan: '' } }, { since: 2012 }],
  ])('%j tells all user data in PropertiesUpdated', async (body, userData) => {
    const { operate, subscriber, simulator, chatId } = await desk();
    await operate(body);
    await subscriber.poll();
    expect(results(subscriber)).toEqual([['PropertiesUpdated', 1, 'Chatting']]);
    expect(subscriber.received[0]?.chat?.userData).toEqual(userData);
    expect(simulator.truth(chatId).userData).toEqual(userData);
  });

  it('an own __proto__ in user data is a key like any other', async () => {
    const { operate, simulator, chatId } = await desk();
    await operate('{"operationName":"AttachUserData","userData":{"__proto__":{"vip":true}}}');
    expect(Object.keys(simulator.truth(chatId).userData)).toEqual(['plan', 'since', '__proto__']);
    expect(Object.getPrototypeOf(simulator.truth(chatId).userData)).toBe(Object.prototype);
    await operate({ operationName: 'DeleteUserData', keys: ['__proto__'] });
    expect(Object.keys(simulator.truth(chatId).userData)).toEqual(['plan', 'since']);
  });

  it.each([
    ['Invited', { operationName: 'SendMessage', text: 'Hello' }],
    ['Chatting', { operationName: 'Accept' }],
    ['Completed', { operationName: 'AttachUserData', userData: { vip: true } }],
    ['WaitingForAgent', { operationName: 'Leave' }],
  ])('in %s, %j succeeds, changes nothing, and comes back as an error', async (state, body) => {
    const { operate, subscriber, simulator, chatId } = await desk(state);
    const before = simulator.truth(chatId);
    expect(await operate(body)).toEqual({ status: 200, statusCode: 0, referenceId: 1 });
    const [message] = (await subscriber.poll()).filter(({ channel }) => channel === '/v2/me/chats');
    expect(simulator.truth(chatId)).toEqual(before);
    expect(decodeNotification(message)).toMatchObject({
      right: {
        kind: 'error',
        chatId,
        chat: { state },
        referenceId: 1,
        statusCode: 2,
        errorMessage: `${body.operationName} is not possible in the state ${state}`,
      },
    });
  });

  it.each<[unknown, number, string]>([
    [{ operationName: 'Sing' }, 10, 'There is no operation "Sing". Known are: Accept, Reject, SendMessage'],
    [{ operationName: 'constructor' }, 10, 'There is no operation "constructor".'],
    [{}, 1, 'operationName is missing'],
    [{ operationName: 5 }, 10, 'operationName must be a string'],
    [{ operationName: 'SendMessage' }, 1, 'text is missing'],
    [{ operationName: 'SendMessage', text: 5 }, 10, 'text must be a string'],
    [{ operationName: 'SendUrl' }, 1, 'url is missing'],
    [{ operationName: 'SendCustomNotice' }, 1, 'noticeText is missing'],
    [{ operationName: 'Accept', nickname: {} }, 10, 'nickname must be a string'],
    [{ operationName: 'AttachUserData' }, 1, 'userData is missing'],
    [{ operationName: 'UpdateUserData', userData: ['a'] }, 10, 'userData must be an object'],
    [{ operationName: 'DeleteUserData' }, 1, 'keys is missing'],
    [{ operationName: 'DeleteUserData', keys: 'plan' }, 10, 'keys must be a list of strings'],
    ['[]', 10, 'The body must be a JSON object'],
    ['{', 10, 'The body must be a JSON object'],
  ])('%j is answered 400 and says why', async (body, statusCode, statusMessage) => {
    const { operate, simulator, chatId } = await desk();
    const before = simulator.truth(chatId);
    const reply = await operate(body);
    expect(reply).toEqual({ status: 400, statusCode, statusMessage: reply.statusMessage });
    expect(reply.statusMessage).toContain(statusMessage);
    expect(simulator.truth(chatId)).toEqual(before);
  });

  it('a chat that is not there or not theirs is answered 404, another method 405, too much 413', async () => {
    const { operate, simulator, headers } = await desk();
    const notTheirs = simulator.openChat({ agent: 'Bob' });
    for (const chat of ['C9', notTheirs, '%E0%A4%A']) {
      const reply = await operate({ operationName: 'Complete' }, chat);
      expect(reply).toEqual({ status: 404, statusCode: 6, statusMessage: `Sam has no chat "${chat}"` });
    }
    expect(simulator.truth(notTheirs).status).toBe('Chatting');
    expect(await operate({ operationName: 'SendMessage', text: 'x'.repeat(1_000_000) })).toMatchObject({
      status: 413,
      statusCode: 10,
    });
    const elsewhere = await fetch(`${simulator.url}/api/v2/me`, { method: 'POST', headers });
    expect([elsewhere.status, elsewhere.headers.get('allow')]).toEqual([405, 'GET']);
    const nowhere = await fetch(`${simulator.url}/api/v2/calls`, { headers });
    expect([nowhere.status, await nowhere.json()]).toEqual([
      404,
      { statusCode: 6, statusMessage: 'There is nothing at /api/v2/calls' },
    ]);
  });

  it('an id that needs encoding is found', async () => {
    const { operate, simulator } = await desk();
    simulator.openChat({ id: 'a/b c' });
    await operate({ operationName: 'Complete' }, encodeURIComponent('a/b c'));
    expect(simulator.truth('a/b c').status).toBe('Completed');
  });
});

describe('GET /me', () => {
  it("gives the agent's chats that are not over, as state changes show them", async () => {
    const { simulator, subscriber, headers, chatId } = await desk();
    simulator.setState(chatId, 'Chatting');
    simulator.setState(simulator.openChat(), 'Completed');
    simulator.openChat({ agent: 'Bob' });
    await subscriber.poll();
    const shown = subscriber.received.find(({ chat }) => chat?.id === chatId)?.chat;
    for (const query of ['', '?subresources=*']) {
      const me = await fetch(`${simulator.url}/api/v2/me${query}`, { headers });
      // Cast: JSON knows no types.
      const { user, ...rest } = (await me.json()) as {
        readonly user: { readonly chats: readonly WireChat[] };
      };
      expect(rest).toEqual({ statusCode: 0 });
      expect(user).toMatchObject({ userName: 'Sam', devices: [], calls: [] });
      expect(user).toHaveProperty('id', expect.stringMatching(/^[0-9a-f]{32}$/));
      expect(user.chats).toEqual([shown]);
    }
  });
});

describe('GET /me/chats/{id}/messages', () => {
  it('gives the log as it was published, typing among it, from an index on', async () => {
    const { simulator, subscriber, operate, headers, chatId } = await desk();
    const base = `${simulator.url}/api/v2/me/chats`;
    const logFrom = async (query: string): Promise<unknown> =>
      (await fetch(`${base}/${chatId}/messages${query}`, { headers })).json();
    await operate({ operationName: 'SendStartTypingNotification' });
    simulator.say(chatId, 'Ada', 'Hello?');
    await subscriber.poll();
    const published = subscriber.received.flatMap(({ messages = [] }) => messages);
    expect(published.map(({ index, type }) => [index, type])).toEqual([
      [3, 'TypingStarted'],
      [4, 'Text'],
    ]);
    expect(await logFrom('?index=3')).toEqual({ statusCode: 0, messages: published });
    expect(await logFrom('')).toMatchObject({ messages: [{ index: 1 }, { index: 2 }, ...published] });
    expect(await logFrom('?index=5')).toEqual({ statusCode: 0, messages: [] });
    expect(await logFrom('?index=-1')).toEqual({
      statusCode: 10,
      statusMessage: 'index must be a whole number, got "-1"',
    });
    simulator.setState(chatId, 'Completed');
    expect(await logFrom('?index=4')).toMatchObject({ messages: published.slice(1) });
    const notTheirs = simulator.openChat({ agent: 'Bob' });
    for (const other of ['C9', notTheirs]) {
      expect((await fetch(`${base}/${other}/messages`, { headers })).status).toBe(404);
    }
  });
});

describe('setUserData', () => {
  it('puts new user data in place of the old and tells it', async () => {
    const { simulator, subscriber, chatId } = await desk();
    simulator.setUserData(chatId, { plan: 'blue', gone: undefined });
    await subscriber.poll();
    expect(results(subscriber)).toEqual([['PropertiesUpdated', undefined, 'Chatting']]);
    expect(subscriber.received[0]?.chat?.userData).toEqual({ plan: 'blue' });
    expect(simulator.truth(chatId).userData).toStrictEqual({ plan: 'blue' });
  });
});

it('the log is pushed once in the order of its indices', async () => {
  const { operate, subscriber } = await desk();
  for (const text of ['a', 'b']) await operate({ operationName: 'SendMessage', text });
  await subscriber.poll();
  expect(entriesOf(subscriber.received).map(({ index, text }) => [index, text])).toEqual([
    [3, 'a'],
    [4, 'b'],
  ]);
});
