import { firstValueFrom, from, type ObservableInput } from 'rxjs';
import {
  type Chat,
  type ChatMessage,
  type DecodeFailure,
  gwsHistory,
  type GwsHistoryOptions,
  HistoryError,
} from 'rx-chat-notifications';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { session, simulate } from '../sessions.ts';

/** The first answer. */
const answerOf = <T>(input: ObservableInput<readonly T[]>): Promise<readonly T[]> =>
  firstValueFrom(from(input), { defaultValue: [] });

const url = 'https://gws.example.com/';

/** GWS as it answers one resource, and what it was asked for. */
function gws(answer: unknown, options: Partial<GwsHistoryOptions> = {}, init: ResponseInit = {}) {
  const asked: string[] = [];
  const failures: DecodeFailure[] = [];
  const history = gwsHistory({
    url,
    fetch: (input) => {
      asked.push(input instanceof Request ? input.url : String(input));
      return Promise.resolve(
        typeof answer === 'string' ? new Response(answer, init) : Response.json(answer, init),
      );
    },
    onFailure: (failure) => failures.push(failure),
    ...options,
  });
  return {
    asked,
    failures,
    chats: (): Promise<readonly Chat[]> => answerOf(history.chats()),
    messages: (id = 'A', index = 1): Promise<readonly ChatMessage[]> => answerOf(history.messages(id, index)),
  };
}

const entry = (index: number, fields = {}): object => ({
  index,
  type: 'Text',
  from: { nickname: 'Ada', participantId: 7, type: 'Customer' },
  text: `text ${index}`,
  ...fields,
});

describe('gwsHistory', () => {
  it('takes the chats of the user from GET /me, and messages from an index on', async () => {
    const me = gws({
      statusCode: 0,
      user: { id: 'u', chats: [{ id: 'A', state: 'Chatting', participants: [] }] },
    });
    expect(await me.chats()).toEqual([{ id: 'A', state: 'Chatting', participants: [] }]);
    expect(me.asked).toEqual(['https://gws.example.com/api/v2/me?subresources=*']);
    const log = gws({ statusCode: 0, messages: [entry(3, { timestampSeconds: 1_389_261_492_035 })] });
    expect(await log.messages('a/b c', 3)).toMatchObject([
      { index: 3, text: 'text 3', from: { participantId: '7' }, sentAt: 1_389_261_492_035 },
    ]);
    expect(log.asked).toEqual(['https://gws.example.com/api/v2/me/chats/a%2Fb%20c/messages?index=3']);
  });

  it('takes chats beside the user’s data, too, and answers without a statusCode', async () => {
    expect(await gws({ chats: [] }).chats()).toEqual([]);
    expect(await gws({ messages: [] }).messages()).toEqual([]);
  });

  it('paths differ between deployments', async () => {
    const paths = { chats: '/my/chats', messages: '/chats/{chatId}/log/{chatId}?from={fromIndex}' };
    const { asked, chats, messages } = gws({ chats: [], messages: [] }, { paths });
    await chats();
    await messages('A', 12);
    expect(asked.map((place) => new URL(place).pathname + new URL(place).search)).toEqual([
      '/my/chats',
      '/chats/A/log/A?from=12',
    ]);
  });

  it('mapMessage makes of a message what the live channel would bring', async () => {
    const mapMessage = (message: unknown, chatId: string): unknown => {
      const { nr, body } = message as { nr: number; body: string };
      return entry(nr + 1, { text: `${chatId}: ${body}` });
    };
    expect(await gws({ messages: [{ nr: 0, body: 'Hello' }] }, { mapMessage }).messages()).toMatchObject([
      { index: 1, text: 'A: Hello' },
    ]);
  });

  it('a malformed message is reported and does not affect the others, however many', async () => {
    const messages = Array.from({ length: 10_003 }, (_, at) => entry(at + 1));
    messages[1] = entry(2, { from: 'Ada' });
    const { failures, ...log } = gws({ messages });
    const indices = (await log.messages()).map(({ index }) => index);
    expect(indices).toHaveLength(10_002);
    expect(indices.slice(0, 2)).toEqual([1, 3]);
    expect(indices.at(-1)).toBe(10_003);
    expect(failures.map(({ message }) => message)).toEqual([
      'messages[1].from: expected object (Participant), got string',
    ]);
    const bad = gws({ messages: [null] });
    expect(await bad.messages()).toEqual([]);
    expect(bad.failures).toHaveLength(1);
  });

  it('a chat with a malformed field keeps id and state; without them the list is rejected', async () => {
    const bad = gws({
      chats: [
        { id: 'A', state: 'Chatting' },
        { id: 'B', state: 'Chatting', uri: 7 },
      ],
    });
    expect(await bad.chats()).toEqual([
      { id: 'A', state: 'Chatting' },
      { id: 'B', state: 'Chatting' },
    ]);
    expect(bad.failures.map(({ message }) => message)).toEqual(['chats[1].uri: expected string, got number']);
    await expect(gws({ chats: [{ id: 'A', state: 'Chatting' }, '/chats/B'] }).chats()).rejects.toThrow(
      new HistoryError('chats[1]: expected Chat, got string'),
    );
  });

  it.each<[string, unknown, ResponseInit, string]>([
    [
      'a status',
      '',
      { status: 404 },
      'HTTP 404 from https://gws.example.com/api/v2/me. Check that the chat still exists, and `paths`.',
    ],
    [
      'a login page',
      '<html>',
      { headers: { 'content-type': 'text/html' } },
      'expected JSON, got text/html from ',
    ],
    ['no object', [], {}, 'expected an object from https://gws.example.com/api/v2/me'],
    ['no list', { user: { id: 'u' } }, {}, 'expected a list of chats in the answer, got undefined'],
    ['null', { chats: null }, {}, 'expected a list of chats in the answer, got null'],
    [
      'a refusal',
      { statusCode: 3, statusMessage: 'No such user', chats: [] },
      {},
      'statusCode 3 from https://gws.example.com/api/v2/me: No such user',
    ],
  ])('%s is an error', async (_, answer, init, expected) => {
    await expect(gws(answer, {}, init).chats()).rejects.toThrow(expected);
  });

  it('which quotes the server, but not at length', async () => {
    const long = 'a'.repeat(160_000);
    const refused = gws({ statusCode: long, statusMessage: long });
    const { message } = (await refused.chats().catch((error: unknown) => error as Error)) as Error;
    expect(message).toMatch(/^statusCode a+ from .*: a+\. Check/);
    expect(message.length).toBeLessThan(550);
  });

  it('which bears the HTTP status and what the server asked to wait', async () => {
    const busy = gws('', {}, { status: 429, headers: { 'Retry-After': '7' } });
    await expect(busy.messages()).rejects.toMatchObject({
      name: 'HistoryError',
      httpStatus: 429,
      retryAfter: 7_000,
    });
  });

  it('unsubscribing aborts the request', () => {
    let signal: AbortSignal | undefined;
    const fetch: typeof globalThis.fetch = (_, init) => {
      signal = init?.signal ?? undefined;
      return new Promise(() => undefined);
    };
    const subscription = from(gwsHistory({ url, fetch }).chats()).subscribe();
    expect(signal?.aborted).toBe(false);
    subscription.unsubscribe();
    expect(signal?.aborted).toBe(true);
  });

  it('a failure without a consumer is logged on the console', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    onTestFinished(() => {
      warn.mockRestore();
    });
    const fetch = (): Promise<Response> => Promise.resolve(Response.json({ messages: [7] }));
    await answerOf(gwsHistory({ url, fetch }).messages('A', 0));
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/^rx-chat-notifications: not decoded: messages\[0\]/)],
    ]);
  });

  it.each([
    ['url must be a URL that begins with http(s)://', { url: 'gws' }],
    ['url must be without query and fragment', { url: 'https://gws.example.com/?a=1' }],
    ['fetch must be a function, got undefined', { fetch: undefined }],
    ['paths: options must be an object, got string', { paths: '/me' }],
    ['paths.chats must be a path that begins with /, got string', { paths: { chats: 'me' } }],
    [
      'paths.messages must be a path that begins with / and holds {chatId}, got string',
      { paths: { messages: '/log' } },
    ],
    ['mapMessage must be a function, got 7', { mapMessage: 7 }],
    ['onFailure must be a function, got null', { onFailure: null }],
  ])('gwsHistory: %s', (message, options) => {
    expect(() => gwsHistory({ url, fetch, ...options } as GwsHistoryOptions)).toThrow(
      new TypeError(`gwsHistory: ${message}`),
    );
  });

  it('works over a session’s fetch, against a real server', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat({ customer: 'Ada' });
    simulator.say(chatId, 'Ada', 'Hello?');
    const { fetch } = session({ url: simulator.url, credentials: simulator.credentials });
    const history = gwsHistory({ url: simulator.url, fetch });
    expect(await answerOf(history.chats())).toMatchObject([{ id: chatId, state: 'Chatting' }]);
    const messages = await answerOf(history.messages(chatId, 2));
    expect(messages).toMatchObject(simulator.truth(chatId).messages.slice(1));
    await expect(answerOf(history.messages('none', 0))).rejects.toMatchObject({
      httpStatus: 404,
    });
  });
});
