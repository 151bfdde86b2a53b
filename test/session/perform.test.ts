import { credentials } from 'rx-chat-notifications';
import { fakeBayeuxClient, operationError, chatStateChange } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { overFake } from './overFake.ts';
import { eventually, hear, session, simulate } from './sessions.ts';

const quick = { timeout: 1_000, maxInterval: 2_000 };

/** A `fetch` that answers each request with a body, or waits for ever. */
const answering =
  (body: object | undefined, status = 200): typeof fetch =>
  (_url, init) =>
    body === undefined
      ? new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => {
            reject(new DOMException('Aborted', 'AbortError'));
          });
        })
      : Promise.resolve(new Response(JSON.stringify(body), { status }));

const offline = {
  url: 'https://gws.example.com',
  history: false,
} as const;

describe('perform', () => {
  it('[OP1] resolves with the reply and the notification of the operation', async () => {
    const simulator = await simulate(quick);
    const chatId = simulator.openChat();
    const { url, credentials: own } = simulator;
    const made = session({ url, credentials: own });
    const { reply, notification } = await made.send(chatId, 'Hello');
    expect(reply).toMatchObject({ statusCode: 0 });
    expect(notification).toMatchObject({
      kind: 'messages',
      chatId,
      referenceId: reply['referenceId'],
    });
    await eventually(() => {
      expect(made.chats.get(chatId)?.transcript.at(-1)?.text).toBe('Hello'); // live, or by the backfill before
    });
  });

  it('[OP1] finds the notification that arrives before the reply', async () => {
    const { chats, tell } = overFake({
      ...offline,
      fetch: (url: unknown) => {
        if (String(url).includes('/chats/')) tell(chatStateChange({ chat: { id: 'A' }, referenceId: 7 }));
        return Promise.resolve(new Response(JSON.stringify({ statusCode: 0, referenceId: 7 })));
      },
    });
    const { notification } = await chats.perform('A', { operationName: 'Accept', nickname: 'Sam' });
    expect(notification).toMatchObject({ chatId: 'A', referenceId: 7 });
  });

  it('[OP1] resolves at once if a successful reply carries no id, and matches the operationId of v3', async () => {
    const { chats } = overFake({ ...offline, fetch: answering({ statusCode: 0 }) });
    expect(await chats.perform('A', { operationName: 'Accept' })).toEqual({ reply: { statusCode: 0 } });
    const v3 = overFake({ ...offline, fetch: answering({ operationId: 'op-1' }) });
    const performed = v3.chats.perform('A', { operationName: 'Accept' });
    await eventually(() => {
      v3.tell({ ...chatStateChange({ chat: { id: 'A' } }), operationId: 'op-1' });
    });
    expect((await performed).notification).toMatchObject({ operationId: 'op-1' });
  });

  it.each([
    ['a status code', answering({ statusCode: 5, statusMessage: 'No such chat.' }), 'No such chat (5)'],
    ['an HTTP status', answering({}, 404), 'HTTP 404'],
    ['a network that fails', () => Promise.reject(new TypeError('fetch failed')), 'fetch failed'],
  ])('[OP2] rejects with the reason of the server: %s', async (_what, fetch, reason) => {
    const { chats } = overFake({ ...offline, fetch });
    const failed = chats.perform('A', { operationName: 'Accept' });
    await expect(failed).rejects.toMatchObject({ name: 'OperationFailedError' });
    await expect(failed).rejects.toThrow(reason);
  });

  it('[OP2] rejects if the notification of the operation is an error', async () => {
    const { chats, tell } = overFake({ ...offline, fetch: answering({ referenceId: 7 }) });
    const failed = chats.perform('A', { operationName: 'Complete' });
    const checked = expect(failed).rejects.toMatchObject({
      name: 'OperationFailedError',
      notification: { errorMessage: 'Not now' },
    });
    await eventually(() => {
      tell({ ...operationError({ chatId: 'A', errorMessage: 'Not now' }), referenceId: 7 });
    });
    await checked;
  });

  it('[OP2] rejects at once while access is denied, and after close()', async () => {
    const simulator = await simulate(quick);
    const made = session({ url: simulator.url, credentials: credentials.basic('Sam', 'wrong') });
    hear(made.status$);
    await eventually(() => {
      expect(made.status.state).toBe('denied');
    });
    await expect(made.send('A', 'Hello')).rejects.toMatchObject({ name: 'OperationFailedError' });
    await made.close();
    await expect(made.send('A', 'Hello')).rejects.toMatchObject({ name: 'OperationFailedError' });
  });

  it('[OP3] times out, and says whether the operation was sent', async () => {
    const outcome = async (fetch: typeof globalThis.fetch, isConnected: boolean): Promise<unknown> => {
      const client = fakeBayeuxClient();
      if (isConnected) client.handshake();
      const made = session({ ...offline, fetch, client });
      return made.perform('A', { operationName: 'Accept' }, { timeout: 50 }).catch((error: unknown) => error);
    };
    expect(await outcome(answering({}), false)).toMatchObject({
      name: 'OperationTimeoutError',
      wasSent: false,
    });
    expect(await outcome(answering(undefined), true)).toMatchObject({ wasSent: 'unknown' });
    expect(await outcome(answering({ referenceId: 7 }), true)).toMatchObject({ wasSent: true });
  });

  it('[OP3] rejects with the reason of its signal, before and while it is sent', async () => {
    const { chats } = overFake({ ...offline, fetch: answering(undefined) });
    const aborting = new AbortController();
    const performed = chats.perform('A', { operationName: 'Accept' }, { signal: aborting.signal });
    aborting.abort();
    await expect(performed).rejects.toMatchObject({ name: 'AbortError' });
    await expect(
      chats.perform('A', { operationName: 'Accept' }, { signal: aborting.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each([
    ['', { operationName: 'Accept' }, {}],
    ['A', { operationName: 7 }, {}],
    ['A', undefined, {}],
    ['A', { operationName: 'Accept' }, { timeout: -1 }],
  ])('rejects invalid arguments: %j %j %j', async (chatId, operation, options) => {
    const { chats } = overFake({ ...offline, fetch: answering({}) });
    const performed = chats.perform(chatId, operation as { operationName: string }, options);
    await expect(performed).rejects.toThrow(TypeError);
    await expect(performed).rejects.toThrow(/^session\.perform: /);
  });

  it('sends an operation as `operations` says', async () => {
    const asked: unknown[] = [];
    const { chats } = overFake({
      ...offline,
      fetch: (url: unknown, init) => {
        asked.push([String(url), init?.body]);
        return Promise.resolve(new Response('{}'));
      },
      operations: (chatId, { operationName, ...body }) => ({
        path: `/workspace/v3/media/chat/interactions/${chatId}/${operationName}`,
        body: { data: body },
      }),
    });
    await chats.perform('A', { operationName: 'send-message', text: 'Hello' });
    expect(asked.at(-1)).toEqual([
      'https://gws.example.com/workspace/v3/media/chat/interactions/A/send-message',
      '{"data":{"text":"Hello"}}',
    ]);
  });
});
