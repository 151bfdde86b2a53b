import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { transport } from './clients.ts';
import { type Running, serve } from './servers.ts';

interface Seen {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that answers what it was asked, but for the paths that are told otherwise. */
async function asking(
  routes: Record<string, (response: ServerResponse) => unknown> = {},
): Promise<Running & { readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const running = await serve((request, response) => {
    const { method, url: path, headers } = request;
    void text(request).then((body) => {
      seen.push({ method, path, headers, body });
      const route = routes[path ?? ''];
      if (route === undefined) response.end('here');
      else route(response);
    });
  });
  return { ...running, seen };
}

const to =
  (location: string, status = 302, cookies: readonly string[] = []) =>
  (response: ServerResponse): unknown =>
    response.writeHead(status, { location, 'set-cookie': [...cookies] }).end('elsewhere');

describe("a session's fetch", () => {
  it('keeps the cookies of every response, and sends them where they belong', async () => {
    const { url, port, seen } = await asking({
      '/login': to('/home', 302, ['JSESSIONID=1; Path=/; HttpOnly', 'deep=1; Path=/deep', 'odd']),
      '/home': (response) => response.setHeader('set-cookie', 'home=1').end(),
      '/logout': (response) => response.setHeader('set-cookie', 'JSESSIONID=; Max-Age=0; Path=/').end(),
    });
    const { fetch } = transport();
    await fetch(`${url}/login`);
    await fetch(`${url}/deep/er`, { headers: { cookie: 'mine=1' } });
    await fetch(`${url}/bare`, { credentials: 'omit' });
    await fetch(`http://localhost:${port}/other`);
    await fetch(`${url}/logout`);
    await fetch(`${url}/after`);
    expect(seen.map(({ path, headers }) => [path, headers.cookie])).toEqual([
      ['/login', undefined],
      ['/home', 'JSESSIONID=1'],
      ['/deep/er', 'mine=1; deep=1; JSESSIONID=1; home=1'],
      ['/bare', undefined],
      ['/other', undefined],
      ['/logout', 'JSESSIONID=1; home=1'],
      ['/after', 'home=1'],
    ]);
  });

  it('[TR4] takes neither cookies nor credentials along to another origin', async () => {
    const other = await asking();
    const { url } = await asking({
      '/start': to('/second', 307, ['JSESSIONID=1']),
      '/second': to(`http://localhost:${other.port}/there`, 307),
    });
    const { fetch } = transport();
    const headers = {
      authorization: 'Basic s3cret',
      'x-csrf-token': 's3cret',
      cookie: 'mine=s3cret',
      accept: 'a/b',
    };
    await fetch(`${url}/start`, { method: 'POST', headers });
    expect(other.seen).toMatchObject([{ method: 'POST', path: '/there', headers: { accept: 'a/b' } }]);
    expect(JSON.stringify(other.seen)).not.toMatch(/s3cret|JSESSIONID/);
  });

  it.each([307, 308])('does not carry a body to another origin: %i', async (status) => {
    const other = await asking();
    const { url } = await asking({ '/start': to(`http://localhost:${other.port}/there`, status) });
    const posting = transport().fetch(`${url}/start`, { method: 'POST', body: 'told' });
    await expect(posting).rejects.toThrow(
      `would carry the body to http://localhost:${other.port}/. Check \`url\`.`,
    );
    expect(other.seen).toEqual([]);
  });

  it.each(['data:text/plain,evil', 'blob:http://127.0.0.1/evil', 'file:///etc/hosts', 'javascript:0'])(
    'does not follow to %s',
    async (location) => {
      const { url } = await asking({ '/start': to(location) });
      const [scheme] = location.split(':');
      await expect(transport().fetch(`${url}/start`)).rejects.toThrow(
        `A redirect by ${url}/start to ${String(scheme)}: is refused`,
      );
    },
  );

  it('[TR4] keeps credentials within the origin', async () => {
    const { url, seen } = await asking({ '/start': to('/there') });
    await transport().fetch(`${url}/start`, {
      headers: { authorization: 'Basic s3cret', 'x-csrf-token': '1' },
    });
    expect(seen[1]?.headers).toMatchObject({ authorization: 'Basic s3cret', 'x-csrf-token': '1' });
  });

  const methods = ['GET', 'HEAD', 'POST', 'PUT'];
  it.each([301, 302, 303, 307, 308].flatMap((status) => methods.map((method) => [status, method] as const)))(
    'follows a %i of a %s as the global fetch does',
    async (status, method) => {
      const { url, seen } = await asking({ '/start': to('/there', status) });
      const init = { method, ...(method.startsWith('P') && { body: new URLSearchParams({ a: 'b' }) }) };
      const answers = await Promise.all([
        fetch(`${url}/start#here`, init),
        transport().fetch(`${url}/start#here`, init),
      ]);
      const told = await Promise.all(
        answers.map(async (answer) => [
          answer.status,
          answer.redirected,
          answer.url.split('#')[0],
          await answer.text(),
        ]),
      );
      expect(told[1]).toEqual(told[0]);
      const [global, ours] = seen.filter(({ path }) => path === '/there');
      expect(ours).toEqual(global);
    },
  );

  it('hands back or refuses a redirect when asked to, and gives up after 20', async () => {
    const { url, seen } = await asking({ '/loop': to('/loop') });
    const { fetch } = transport();
    expect(await fetch(`${url}/loop`, { redirect: 'manual' })).toMatchObject({
      status: 302,
      redirected: false,
    });
    await expect(fetch(`${url}/loop?s3cret`, { redirect: 'error' })).resolves.toMatchObject({ status: 200 });
    await expect(fetch(`${url}/loop`, { redirect: 'error' })).rejects.toThrow(
      `Unexpected redirect by ${url}/loop`,
    );
    seen.length = 0;
    await expect(fetch(`${url}/loop`)).rejects.toThrow(`Too many redirects by ${url}/loop`);
    expect(seen).toHaveLength(21);
  });

  it.each([
    ['ftp://127.0.0.1/', TypeError],
    ['http://me:s3cret@127.0.0.1/', /^A URL must not hold a user or a password: http:\/\/127\.0\.0\.1\/$/],
  ])('does not follow to %s', async (location, error) => {
    const { url } = await asking({ '/start': to(location) });
    await expect(transport().fetch(`${url}/start`)).rejects.toThrow(error);
  });

  it('does not send a stream twice', async () => {
    const { url } = await asking({ '/start': to('/there', 307) });
    const init = { method: 'POST', body: new Blob(['a']).stream(), duplex: 'half' };
    await expect(transport().fetch(`${url}/start`, init as RequestInit)).rejects.toThrow('which is a stream');
  });

  it('takes what the global fetch takes: text, URL, Request, each with options', async () => {
    const { url, seen } = await asking();
    const { fetch } = transport();
    await fetch(new URL(`${url}/url`), { headers: [['x-a', '1']] });
    const request = new Request(`${url}/request`, { method: 'PUT', body: 'told', headers: { 'x-a': '2' } });
    await fetch(request.clone());
    await fetch(request, { method: 'POST', headers: { 'x-a': '3' }, body: 'again' });
    expect(seen).toMatchObject(
      [
        { method: 'GET', path: '/url', headers: { 'x-a': '1' } },
        { method: 'PUT', path: '/request', body: 'told', headers: { 'x-a': '2', 'content-type': /text/ } },
        { method: 'POST', path: '/request', body: 'again', headers: { 'x-a': '3' } },
      ].map(
        (expected) =>
          expect.objectContaining({ ...expected, headers: expect.anything() as unknown }) as unknown,
      ),
    );
    expect(seen.map(({ headers }) => headers['x-a'])).toEqual(['1', '2', '3']);
    const aborted = new Request(`${url}/never`, { signal: AbortSignal.abort(new Error('mine')) });
    await expect(fetch(aborted)).rejects.toThrow('mine');
    await expect(fetch('/relative')).rejects.toThrow(TypeError);
  });
});
