import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { simulate } from '../simulator/running.ts';
import { serve, serveBayeux } from '../transport/servers.ts';
import { accountOf, runHere } from './running.ts';

const onlyCometD = (url: string): readonly string[] => [
  ...['watch', '--no-auth', '--no-history', '--channel', '/v2/me/chat'],
  ...['--notifications-url', url],
];

const loginPage: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
};

describe('a denial says what to do', { timeout: 60_000 }, () => {
  it('about a channel', async () => {
    const { bayeux, url } = await serveBayeux();
    bayeux.policy = {
      canSubscribe: (_session, _message, _channel, callback) => {
        callback(undefined, false);
      },
    };
    const { code, err } = await runHere(onlyCometD(url));
    expect(err).toMatch(
      /^error: Connection denied: The server denied the subscription to \/v2\/me\/chat: .*\nName another channel with --channel, .*\n$/,
    );
    expect(code).toBe(3);
  });

  it('about a login page in place of GWS', async () => {
    const { url } = await serve(loginPage);
    const { code, err } = await runHere(['watch', '--url', url, '--user', 'sam'], { GWS_PASSWORD: 'hush' });
    expect(err).toMatch(
      /^error: .* got text\/html .* That is not GWS: .*\nIs --url the base of GWS, such as .*\?\n$/,
    );
    expect(code).toBe(3);
  });

  it('about rights that lack', async () => {
    const simulator = await simulate();
    simulator.faults.http(403, 100);
    const { code, err } = await runHere(...accountOf(simulator));
    expect(err).toMatch(/^error: Connection denied: HTTP 403 .*\nHave the user given .* or .* proxy.*\n$/);
    expect(code).toBe(3);
  });

  it.each([
    ['403::no', /^Have the user given /],
    ['401::who', /^The password is in GWS_PASSWORD/],
    ['no', /^See the log of the server /],
  ])('about a handshake that is refused by %j', async (error, hint) => {
    const { url } = await serve((_request, response) => {
      const advice = { reconnect: 'none' };
      const reply = { channel: '/meta/handshake', id: '1', successful: false, error, advice };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([reply]));
    });
    const { code, err } = await runHere(onlyCometD(url));
    expect(err.split('\n')).toEqual([
      expect.stringContaining(error) as string,
      expect.stringMatching(hint) as string,
      '',
    ]);
    expect(code).toBe(3);
  });
});
