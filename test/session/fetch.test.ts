import { lastValueFrom } from 'rxjs';
import { credentials, operationResult } from 'rx-chat-notifications';
import { fakeBayeuxClient } from 'rx-chat-notifications/testing';
import { describe, expect, it, vi } from 'vitest';
import { serve } from '../transport/servers.ts';
import { gws, json } from './gws.ts';
import { overFake } from './overFake.ts';
import { connected, eventually, hear, session, simulate } from './sessions.ts';

const post = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

async function* chunks(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new Uint8Array(3));
}

describe('session.fetch', () => {
  it('sends an operation whose notification operationResult emits', async () => {
    const simulator = await simulate();
    const chats = session(simulator);
    await connected(chats);
    const heard = hear(chats.notifications$);
    const chatId = simulator.openChat();
    const send = (body: object): Promise<number> =>
      chats
        .fetch(`/api/v2/me/chats/${chatId}`, post(body))
        .then((response) => response.json())
        .then((answer) => (answer as { referenceId: number }).referenceId);
    const said = chats.notifications$.pipe(
      operationResult(() => send({ operationName: 'SendMessage', text: 'Hello' }), { timeout: 5_000 }),
    );
    const answer = await lastValueFrom(said, { defaultValue: undefined });
    expect(answer).toMatchObject({ kind: 'messages', referenceId: 1 });
    // It may have come by history first.
    const texts = heard.values.flatMap((value) => (value.kind === 'messages' ? value.messages : []));
    expect(texts.filter(({ text }) => text === 'Hello')).toHaveLength(1);
    const refused = chats.notifications$.pipe(
      operationResult(() => send({ operationName: 'Accept' }), { timeout: 5_000 }),
    );
    await expect(lastValueFrom(refused, { defaultValue: undefined })).rejects.toMatchObject({
      name: 'OperationFailedError',
    });
    expect(simulator.truth(chatId).messages.at(-1)?.text).toBe('Hello');
  });

  it('logs in by itself without subscribers, once for all concurrent requests', async () => {
    const simulator = await simulate();
    const paths: string[] = [];
    const chats = session({
      ...simulator,
      fetch: (input, init) => {
        paths.push(new URL(new Request(input).url).pathname);
        return fetch(input, init);
      },
    });
    const chatId = simulator.openChat();
    const operation = post({ operationName: 'SendMessage', text: 'Hello' });
    const all = await Promise.all([1, 2, 3].map(() => chats.fetch(`/api/v2/me/chats/${chatId}`, operation)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(paths.filter((path) => path === '/api/v2/me')).toHaveLength(1);
    expect(paths).toHaveLength(4);
  });

  it.each([
    ['a relative URL', (url: string) => [`api/v2/me/chats/A?of=${url.length}`]],
    ['a URL from the root', () => ['/api/v2/me/chats/A']],
    ['an absolute URL', (url: string) => [`${url}/api/v2/me/chats/A`]],
    ['a URL object', (url: string) => [new URL(`${url}/api/v2/me/chats/A`)]],
    [
      'a Request',
      (url: string) => [new Request(`${url}/api/v2/me/chats/A`, { method: 'POST', body: 'body' })],
    ],
  ] as [string, (url: string) => [string | URL | Request]][])('takes %s', async (name, inputOf) => {
    const bodies: string[] = [];
    const { url, asked } = await gws((request, response) => {
      if (request.url === '/api/v2/me') return json(response, 200, {}, { 'X-CSRF-TOKEN': 'token' });
      void request
        .setEncoding('utf8')
        .toArray()
        .then((chunks) => {
          bodies.push(
            `${String(request.headers['x-csrf-token'])} ${String(request.headers['x-own'])} ${chunks.join('')}`,
          );
          json(response, 200, {});
        });
      return true;
    });
    const chats = session({ url, credentials: credentials.basic('sam', 'secret') });
    const own = name === 'a Request' ? {} : { method: 'POST', body: 'body' };
    await chats.fetch(...inputOf(url), { ...own, headers: { 'X-Own': 'mine' } });
    expect(bodies).toEqual(['token mine body']);
    expect(asked.at(-1)).toMatchObject({ method: 'POST', authorization: `Basic ${btoa('sam:secret')}` });
    expect(asked.at(-1)?.path).toMatch(/^\/api\/v2\/me\/chats\/A/);
  });

  it('a base with a path is the base of relative URLs', async () => {
    const { url, asked } = await gws(() => false);
    const chats = session({ url: `${url}/gws/` });
    await chats.fetch('api/v2/settings');
    expect(asked.map(({ path }) => path)).toEqual(['/gws/api/v2/me', '/gws/api/v2/settings']);
  });

  it('after a 401 renews the credentials, after a 403 the CSRF token, and sends again once', async () => {
    const simulator = await simulate();
    let asked = 0;
    const token = (): string => {
      asked += 1;
      return simulator.issueToken();
    };
    const chats = session({ url: simulator.url, credentials: credentials.bearer(token) });
    const path = `/api/v2/me/chats/${simulator.openChat()}`;
    const say = async (): Promise<number> =>
      (await chats.fetch(path, post({ operationName: 'SendMessage', text: 'Hello' }))).status;
    expect([await say(), asked]).toEqual([200, 1]);
    simulator.revokeTokens();
    expect([await say(), asked]).toEqual([200, 2]);
    simulator.faults.expireSessions({ http: true });
    expect([await say(), asked]).toEqual([200, 2]);
  });

  it('takes the CSRF token from any reply, together with its cookie', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const refused: string[] = [];
    const chats = session({
      url: simulator.url,
      credentials: simulator.credentials,
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        if (response.status === 403) refused.push(response.url);
        return response;
      },
    });
    const say = { operationName: 'SendMessage', text: 'Hello' };
    await chats.fetch('/api/v2/me');
    simulator.faults.expireSessions({ http: true });
    await chats.fetch('/api/v2/me'); // which opens another HTTP session
    expect((await chats.fetch(`/api/v2/me/chats/${chatId}`, post(say))).status).toBe(200);
    expect(refused).toEqual([]);
  });

  it('resolves with the second refusal', async () => {
    const { url, asked } = await gws(({ url: path = '' }, response) =>
      path === '/api/v2/me' ? json(response, 200, {}) : json(response, Number(path.slice(1)), { of: path }),
    );
    const chats = session({ url });
    for (const status of [401, 403]) {
      asked.length = 0;
      const response = await chats.fetch(`/${status}`);
      expect([response.status, await response.json()]).toEqual([status, { of: `/${status}` }]);
      expect(asked.filter(({ path }) => path === `/${status}`)).toHaveLength(2);
    }
  });

  it('renews a stale token at the login, and rejects with ConnectionDeniedError after two refused logins', async () => {
    const { url, asked } = await gws(({ headers }, response) => {
      if (headers.authorization !== 'Bearer good') return json(response, 401, {});
      return false;
    });
    const given = ['stale', 'good'];
    const renewing = session({ url, credentials: credentials.bearer(() => given.shift() ?? 'none') });
    expect((await renewing.fetch('/api/v2/settings')).status).toBe(200);
    expect(given).toEqual([]);
    asked.length = 0;
    const token = vi.fn(() => 'bad');
    const bad = session({ url, credentials: credentials.bearer(token) });
    await expect(bad.fetch('/api/v2/settings')).rejects.toMatchObject({
      name: 'ConnectionDeniedError',
      httpStatus: 401,
    });
    expect([token.mock.calls.length, asked.length]).toEqual([2, 2]);
    token.mockReturnValue('good');
    expect((await bad.fetch('/api/v2/settings')).status).toBe(200);
  });

  it('a credentials function that fails rejects the request with its reason, and is called once', async () => {
    const { url, asked } = await gws(() => false);
    const token = vi.fn(() => Promise.reject(new Error('the vault is shut')));
    const chats = session({ url, credentials: credentials.bearer(token) });
    await expect(chats.fetch('/a')).rejects.toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('the vault is shut') as string,
    });
    expect([token.mock.calls.length, asked]).toEqual([1, []]);
  });

  it('a resource that is always refused does not affect the connection: every request carries credentials', async () => {
    const { url, asked } = await gws(
      ({ url: path }, response) => path === '/api/v2/secret' && json(response, 401, {}),
      { timeout: 5 },
    );
    const token = (): Promise<string> => new Promise((resolve) => setTimeout(resolve, 50, 'token'));
    const chats = session({ url, credentials: credentials.bearer(token) });
    const status = hear(chats.status$);
    await connected(chats);
    for (let round = 0; round < 3; round += 1) expect((await chats.fetch('/api/v2/secret')).status).toBe(401);
    expect(asked.map(({ authorization }) => authorization)).toEqual(Array(asked.length).fill('Bearer token'));
    expect(asked.length).toBeGreaterThan(12);
    expect([...new Set(status.values.map(({ state }) => state))]).toEqual([
      'idle',
      'connecting',
      'connected',
    ]);
    expect(status.values.filter(({ state }) => state === 'connected')).toHaveLength(1);
  });

  it('sends neither credentials nor token to another origin, and does not log in', async () => {
    const { url, asked } = await gws(
      ({ url: path }, response) =>
        path === '/api/v2/me' &&
        json(response, 200, {}, { 'X-CSRF-TOKEN': 'csrf-token', 'Set-Cookie': 'sid=1' }),
    );
    const seen: unknown[] = [];
    const other = await serve(({ headers }, response) => {
      seen.push([headers.authorization, headers['x-csrf-token'], headers['x-key']]);
      response.writeHead(401).end();
    });
    const chats = session({
      url,
      credentials: credentials.headers({ Authorization: 'Bearer token', 'X-Key': 'key' }),
    });
    expect((await chats.fetch(`${other.url}/a`)).status).toBe(401);
    expect(asked).toEqual([]);
    await chats.fetch('/api/v2/settings');
    await chats.fetch(new Request(`${other.url}/b`));
    expect(seen).toEqual(Array(2).fill([undefined, undefined, undefined]));
  });

  it('headers of the caller override those of the session', async () => {
    const { url, asked } = await gws(() => false);
    const chats = session({ url, credentials: credentials.basic('sam', 'secret') });
    await chats.fetch('/api/v2/settings', { headers: { authorization: 'Bearer mine' } });
    expect(asked.at(-1)?.authorization).toBe('Bearer mine');
  });

  it.each([
    ['a stream', () => new Blob(['body']).stream()],
    ['an async iterable', () => chunks()],
  ])('sends %s once and resolves with the refusal', async (_, bodyOf) => {
    const { url, asked } = await gws(
      ({ url: path }, response) => path !== '/api/v2/me' && json(response, 403, {}),
    );
    const chats = session({ url });
    const init = { method: 'POST', body: bodyOf(), duplex: 'half' } as unknown as RequestInit;
    expect((await chats.fetch('/upload', init)).status).toBe(403);
    expect(asked.filter(({ path }) => path === '/upload')).toHaveLength(1);
  });

  it('sends other bodies again', async () => {
    const { url, asked } = await gws(
      ({ url: path }, response) => path !== '/api/v2/me' && json(response, 403, {}),
    );
    const chats = session({ url });
    const form = new FormData();
    form.set('a', 'b');
    const bodies = ['text', new Blob(['a']), form, new URLSearchParams('a=b'), new Uint8Array(3), null];
    for (const body of bodies) {
      asked.length = 0;
      await chats.fetch('/upload', { method: 'POST', body });
      expect(asked.filter(({ path }) => path === '/upload')).toHaveLength(2);
    }
  });

  it('is a plain fetch with a client of the user and without a URL', async () => {
    const { url } = await serve((_, response) => response.end('here'));
    const { chats } = overFake();
    expect(await (await chats.fetch(`${url}/a`)).text()).toBe('here');
    await expect(chats.fetch('/a')).rejects.toThrow(TypeError);
  });

  it('rejects when the caller aborts', async () => {
    const { url, asked } = await gws(({ url: path }) => path === '/hangs');
    const chats = session({ url });
    const controller = new AbortController();
    const hanging = chats.fetch('/hangs', { signal: controller.signal });
    await eventually(() => {
      expect(asked.at(-1)?.path).toBe('/hangs');
    });
    const reason = Object.assign(new Error('mine'), { route: { params: ['a'] } });
    controller.abort(reason);
    await expect(hanging).rejects.toBe(reason);
  });
});

describe('cookies in browsers', () => {
  it('go to the origins of the session, and to others as the caller says', async () => {
    const seen: unknown[] = [];
    const chats = session({
      url: 'http://gws.example',
      fetch: (input, init) => {
        seen.push([input, init?.credentials]);
        return Promise.resolve(Response.json({}));
      },
    });
    await chats.fetch('/a');
    await chats.fetch('/a', { credentials: 'omit' });
    await chats.fetch('http://other.example/b');
    await chats.fetch('http://other.example/c', { credentials: 'omit' });
    await chats.fetch(new Request('http://other.example/d', { credentials: 'omit' }));
    expect(seen).toEqual([
      ['http://gws.example/api/v2/me', 'include'],
      ['http://gws.example/a', 'include'],
      ['http://gws.example/a', 'omit'],
      ['http://other.example/b', undefined],
      ['http://other.example/c', 'omit'],
      ['http://other.example/d', 'omit'],
    ]);
  });
});

describe('session.fetch while it logs in', () => {
  it('rejects when the caller aborts and on close(), whatever the token function does', async () => {
    const { url } = await gws(() => false);
    const never = new Promise<string>(() => undefined);
    const chats = session({ url, credentials: credentials.bearer(() => never) });
    await expect(chats.fetch('/a', { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    const waiting = chats.fetch('/a');
    await Promise.all([expect(waiting).rejects.toMatchObject({ name: 'AbortError' }), chats.close()]);
  });

  it('requests one new token for all requests that carried the old one', async () => {
    let asked = 0;
    const { url } = await gws(
      ({ url: path, headers }, response) =>
        path !== '/api/v2/me' && headers.authorization !== 'Bearer 2' && json(response, 401, {}),
    );
    const chats = session({ url, credentials: credentials.bearer(() => String((asked += 1))) });
    const answers = await Promise.all(Array.from({ length: 9 }, (_, at) => chats.fetch(`/${at}`)));
    expect([answers.map(({ status }) => status), asked]).toEqual([Array(9).fill(200), 2]);
  });

  it('names an invalid URL', async () => {
    await expect(session({ client: fakeBayeuxClient() }).fetch('/a')).rejects.toThrow(
      'session.fetch: input must be an absolute URL, got string',
    );
  });
});
