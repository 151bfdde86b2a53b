import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { TransportOptions } from '../../src/transport/transport.ts';
import { client, eventually, handshaken, heard, transport } from './clients.ts';
import { serve, serveBayeux } from './servers.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** How a handshake fails. */
async function failing(
  answer: Answer,
  { path = '/cometd', ...options }: Partial<TransportOptions> & { readonly path?: string } = {},
) {
  const { url } = await serve((request, response) => {
    answer(response, request);
  });
  const made = await client(transport(options), `${url}${path}`);
  const { successful, failure } = await handshaken(made);
  made.disconnect();
  expect(successful).toBe(false);
  const { httpCode, exception } = failure ?? {};
  return { httpCode, reason: failure?.reason?.replace(url, 'URL'), exception };
}

const html: Answer = (response) =>
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>');

describe('what goes wrong on the way', () => {
  it.each([401, 403, 429, 500, 503])(
    'HTTP %i reaches the listeners, with its code and its place',
    async (status) => {
      const answer: Answer = (response) => response.writeHead(status).end('[]');
      const { httpCode, reason } = await failing(answer);
      expect(httpCode).toBe(status);
      expect(reason).toMatch(new RegExp(`^HTTP ${status} [\\w ]+ from URL/cometd/handshake$`));
    },
  );

  it('a failed /meta/connect tells it, too', async () => {
    let isBroken = false;
    const { url } = await serveBayeux({ timeout: 50 });
    const broken = (...[input, init]: Parameters<typeof fetch>): Promise<Response> =>
      isBroken ? Promise.resolve(new Response('', { status: 502 })) : fetch(input, init);
    const made = await client(transport({ fetch: broken }), url);
    await handshaken(made);
    isBroken = true;
    let reply = await heard(made, '/meta/connect');
    while (reply.successful === true) reply = await heard(made, '/meta/connect');
    expect(reply.failure).toMatchObject({ httpCode: 502, reason: `HTTP 502 from ${url}/connect` });
    isBroken = false;
    while (reply.successful !== true) reply = await heard(made, '/meta/connect');
  });

  it.each([
    ['120', 120_000],
    [new Date(0).toUTCString(), 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('an answer that is no success bears the delay of Retry-After: %s', async (value, retryAfterMs) => {
    const headers = { 'content-type': 'text/plain', ...(value !== undefined && { 'retry-after': value }) };
    const failure = await failing((response) => response.writeHead(429, headers).end());
    expect(failure).toMatchObject({ httpCode: 429, exception: { retryAfterMs } });
  });

  it('the delay until an instant counts from now', async () => {
    const later = new Date(Date.now() + 60_000).toUTCString();
    const { exception } = await failing((response) =>
      response.writeHead(503, { 'retry-after': later }).end(),
    );
    const delay: unknown = exception instanceof Error && Reflect.get(exception, 'retryAfterMs');
    expect(delay).toBeGreaterThan(50_000);
    expect(delay).toBeLessThanOrEqual(60_000);
  });

  it.each<[string, Answer, string]>([
    ['a page', html, 'expected JSON, got text/html from URL/cometd'],
    ['nothing', (response) => response.end(), 'expected JSON, got an empty response from URL/cometd'],
    [
      'text',
      (response) => response.end('oops'),
      'expected JSON, got text of no content type from URL/cometd',
    ],
    ['[]', (response) => response.end('[]'), 'expected Bayeux messages, got other JSON from URL/cometd'],
    ['[{}]', (response) => response.end('[{}]'), 'expected Bayeux messages, got other JSON from URL/cometd'],
    ['"x"', (response) => response.end('"x"'), 'expected Bayeux messages, got other JSON from URL/cometd'],
    ['null', (response) => response.end('null'), 'expected Bayeux messages, got other JSON from URL/cometd'],
  ])('%s for an answer is a failure that says so', async (_, answer, reason) => {
    expect(await failing(answer, { path: '/cometd?ticket=s3cret' })).toMatchObject({ httpCode: 200, reason });
  });

  it('a login page behind a redirect is named by its own place', async () => {
    const login: Answer = (response, request) => {
      if (request.url?.startsWith('/login') === true) html(response, request);
      else response.writeHead(302, { location: '/login?ticket=s3cret' }).end();
    };
    expect(await failing(login)).toMatchObject({
      httpCode: 200,
      reason: 'expected JSON, got text/html from URL/login',
    });
  });

  it('a place is named without path parameters, in which Java servers put the session', async () => {
    const login: Answer = (response, request) => {
      if (request.url?.startsWith('/login') === true) html(response, request);
      else response.writeHead(302, { location: '/login;jsessionid=s3cret/page;v=2' }).end();
    };
    const { reason } = await failing(login);
    expect(reason).toBe('expected JSON, got text/html from URL/login/page');
  });

  it.each([
    ['http://127.0.0.1:PORT/', /^fetch failed: ECONNREFUSED 127\.0\.0\.1:\d+$/],
    ['http://localhost:PORT/', /^fetch failed: ECONNREFUSED (127\.0\.0\.1|::1):\d+$/],
    ['http://nowhere.invalid/', /^fetch failed: (ENOTFOUND|EAI_AGAIN) nowhere\.invalid$/],
    [
      'http://me:s3cret@127.0.0.1:PORT/a?b=s3cret',
      /^A URL must not hold a user or a password: http:\/\/127.0.0.1:\d+\/a$/,
    ],
    ['no url', /Invalid URL/],
  ])('%s: the reason is readable and holds no secret', async (pattern, reason) => {
    const { server, port } = await serve(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const made = await client(transport(), pattern.replace('PORT', String(port)));
    const { failure } = await handshaken(made);
    expect(failure?.reason).toMatch(reason);
  });

  it('the short bodies of refusals are read, so that the next request finds a free connection', async () => {
    let count = 0;
    const { url, sockets } = await serve((_request, response) => {
      count += 1;
      response
        .writeHead(503)
        .write('x'.repeat(20_000), () => setTimeout(() => response.end('x'.repeat(20_000)), 2));
    });
    const made = await client(transport(), url, { backoffIncrement: 1 });
    made.handshake();
    await eventually(() => {
      expect(count).toBeGreaterThan(8);
    });
    expect(sockets.length).toBeLessThanOrEqual(2);
  });

  it('a connection that breaks off in the middle is a failure with its reason', async () => {
    const { reason } = await failing((response) => {
      response.write('[{"channel":');
      setTimeout(() => response.destroy(), 20);
    });
    expect(reason).toBe('terminated: UND_ERR_SOCKET other side closed');
  });

  it.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('no proxy at http://me:s3cret@proxy/x?s3cret');
      },
      'no proxy at http://proxy/x',
    ],
    [
      'throws a string',
      () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- apps do
        throw 'a string';
      },
      'a string',
    ],
    ['rejects', () => Promise.reject(new Error('late')), 'late'],
    ['answers undefined', () => undefined, 'fetch must answer with a Response, got undefined'],
    ['answers null', () => null, 'fetch must answer with a Response, got null'],
    ['answers {}', () => Promise.resolve({}), 'fetch must answer with a Response, got object'],
    [
      'never reads',
      () => ({ status: 200, headers: new Headers(), text: () => Promise.reject(new Error('torn')) }),
      'torn',
    ],
  ])(
    'a fetch of the user that %s is a failure like any other, and the client tries again',
    async (_, bad, reason) => {
      const { url } = await serveBayeux();
      let calls = 0;
      const given: unknown = (...args: Parameters<typeof fetch>) => (calls++ === 0 ? bad() : fetch(...args));
      const made = await client(transport({ fetch: given as typeof fetch }), url);
      expect((await handshaken(made)).failure).toMatchObject({ reason });
      expect(await heard(made, '/meta/handshake')).toMatchObject({ successful: true });
    },
  );
});
