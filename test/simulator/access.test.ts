import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { simulate } from './running.ts';

/** The status of a request with headers that `fetch` does not send. */
const statusOf = (url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

const allowedOf = async (url: string, origin: string): Promise<string | null> =>
  (await fetch(url, { headers: { origin } })).headers.get('access-control-allow-origin');

describe('access to the simulator', () => {
  it.each(['http://localhost:4200', 'http://127.0.0.1', 'http://[::1]:80', 'http://app.localhost'])(
    'pages of this machine may read: %s',
    async (origin) => {
      const { url } = await simulate({ authentication: false });
      expect(await allowedOf(url, origin)).toBe(origin);
    },
  );

  it.each([
    'https://evil.test',
    'http://evillocalhost',
    'http://localhost.evil.test',
    'http://127.0.0.1.evil.test',
    'null',
  ])('pages of other origins may not, unless they are allowed: %s', async (origin) => {
    const { url } = await simulate({ authentication: false });
    expect(await allowedOf(url, origin)).toBeNull();
    const open = await simulate({ authentication: false, allowedOrigins: '*' });
    expect(await allowedOf(open.url, origin)).toBe(origin);
  });

  it('allowed origins may read, and their hosts be asked for', async () => {
    const { url } = await simulate({ authentication: false, allowedOrigins: ['https://dev.test/'] });
    expect(await allowedOf(url, 'https://dev.test')).toBe('https://dev.test');
    expect(await allowedOf(url, 'https://dev.test:8443')).toBeNull();
    expect(await statusOf(`${url}/api/v2/me`, { host: 'dev.test:1234' })).toBe(200);
  });

  it('a request to another host is refused', async () => {
    const { url } = await simulate({ authentication: false });
    const statuses = ['evil.test', '127.0.0.1.evil.test', 'localhost', '127.0.0.1:1', '[::1]'].map((host) =>
      statusOf(`${url}/api/v2/me`, { host }),
    );
    expect(await Promise.all(statuses)).toEqual([421, 421, 200, 200, 200]);
  });

  it.each([
    ['/api/v2/notifications', 413, `[${' '.repeat(1_000_000)}]`],
    ['/api/v2/notifications', 400, '['.repeat(200) + ']'.repeat(200)],
    ['/api/v2/me/chats/A', 413, `{"operationName":"${'x'.repeat(1_000_000)}"}`],
    ['/api/v2/me/chats/A', 400, `{"operationName":"X","a":${'['.repeat(200)}${']'.repeat(200)}}`],
  ])('a body at %s that is too long or too deep is refused: %i', async (path, status, body) => {
    const simulator = await simulate({ authentication: false });
    simulator.openChat({ id: 'A' });
    const response = await fetch(simulator.url + path, { method: 'POST', body });
    expect([response.status, await response.text()]).toEqual([
      status,
      expect.stringMatching(/longer than 1000000 bytes|nested deeper than 100 levels/),
    ]);
  });

  it('brackets in texts are no nesting', async () => {
    const { notificationsUrl } = await simulate({ authentication: false });
    const body = JSON.stringify([
      {
        channel: '/meta/handshake',
        version: '1.0',
        supportedConnectionTypes: [],
        ext: { a: `\\"${'['.repeat(500)}` },
      },
    ]);
    const response = await fetch(notificationsUrl, { method: 'POST', body });
    expect(response.status).toBe(200);
  });
});
