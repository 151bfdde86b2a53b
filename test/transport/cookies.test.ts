import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { cookieFetch } from '../../src/transport/cookieFetch.ts';

type Reply = readonly [status: number, headers: readonly (readonly [string, string])[]];

/** A network of many hosts: what each request to a URL is answered with, and which cookies it carried. */
function network(replies: Readonly<Record<string, Reply>>, origins: readonly string[]) {
  const seen: (readonly [string, string | null])[] = [];
  const known: (readonly [string, string])[] = [];
  const send: typeof fetch = (input, init) => {
    const { url } = new Request(input);
    seen.push([url, new Headers(init?.headers).get('cookie')]);
    const [status, headers] = replies[url] ?? [200, []];
    return Promise.resolve(
      new Response(null, { status, headers: headers.map(([name, value]) => [name, value]) }),
    );
  };
  const { over, login, forgetCookies } = cookieFetch({
    origins: new Set(origins),
    onCookie: (name, value) => known.push([name, value]),
  });
  return { fetch: over(send), login: login(send), forgetCookies, seen, known };
}

const setting = (...cookies: readonly string[]): Reply => [
  200,
  cookies.map((cookie) => ['set-cookie', cookie] as const),
];
const redirecting = (to: string, ...cookies: readonly string[]): Reply => [
  302,
  [['location', to], ...setting(...cookies)[1]],
];

describe('the cookies of a session', () => {
  it('go to its own origins alone: to no other port, scheme or host', async () => {
    const { fetch, seen } = network({ 'https://gws.test/a': setting('sid=1; Domain=gws.test; Path=/') }, [
      'https://gws.test',
      'http://gws.test',
      'https://events.gws.test',
    ]);
    for (const url of [
      'https://gws.test/a',
      'https://gws.test/b',
      'https://events.gws.test/',
      'https://gws.test:8443/',
      'http://gws.test/',
      'https://other.gws.test/',
    ])
      await fetch(url);
    expect(seen.filter(([, cookie]) => cookie !== null).map(([url]) => url)).toEqual([
      'https://gws.test/b',
      'https://events.gws.test/',
    ]);
  });

  it('of other origins are not kept', async () => {
    const { fetch, seen, known } = network({ 'https://evil.test/': setting('sid=evil; Domain=test') }, [
      'https://gws.test',
    ]);
    await fetch('https://evil.test/');
    await fetch('https://evil.test/');
    await fetch('https://gws.test/');
    expect([seen.every(([, cookie]) => cookie === null), known]).toEqual([true, []]);
  });

  it('of other origins are not kept either where a fetch of the user follows redirects by itself', async () => {
    const seen: (string | null)[] = [];
    const fetch = cookieFetch({ origins: new Set(['https://gws.example.test']) }).over((_url, init) => {
      seen.push(new Headers(init.headers).get('cookie'));
      const response = new Response(null, { headers: { 'set-cookie': 'sid=evil; Domain=example.test' } });
      return Promise.resolve(Object.defineProperty(response, 'url', { value: 'https://evil.example.test/' }));
    });
    await fetch('https://gws.example.test/1');
    await fetch('https://gws.example.test/2');
    expect(seen).toEqual([null, null]);
  });

  it('follow the redirects of a login through the hosts of a single sign-on', async () => {
    const { login, fetch, seen } = network(
      {
        'https://gws.test/me': redirecting('https://sso.test:8443/start', 'sid=1'),
        'https://sso.test:8443/start': redirecting('https://sso.test:8443/form', 'sso=1'),
        'https://sso.test:8443/form': redirecting('https://gws.test/back'),
        'https://gws.test/back': setting('sid=2'),
      },
      ['https://gws.test'],
    );
    await login('https://gws.test/me');
    await fetch('https://sso.test:8443/later');
    expect(seen).toEqual([
      ['https://gws.test/me', null],
      ['https://sso.test:8443/start', null],
      ['https://sso.test:8443/form', 'sso=1'],
      ['https://gws.test/back', 'sid=1'],
      ['https://sso.test:8443/later', null],
    ]);
  });

  it('are at most 50 of a host: further ones are rejected, known ones replaced', async () => {
    const { fetch, seen } = network(
      {
        'https://gws.test/1': setting(...Array.from({ length: 60 }, (_, at) => `c${at}=1`)),
        'https://gws.test/2': setting('c0=2', 'c99=2', 'c1=; Max-Age=0'),
      },
      ['https://gws.test'],
    );
    await fetch('https://gws.test/1');
    await fetch('https://gws.test/2');
    await fetch('https://gws.test/3');
    const sent = seen[2]?.[1]?.split('; ') ?? [];
    expect([sent.length, sent.includes('c0=2'), sent.some((cookie) => /^c(1|50|99)=/.test(cookie))]).toEqual([
      49,
      true,
      false,
    ]);
  });

  it('have at most 8 kB together', async () => {
    const { fetch, seen } = network(
      {
        'https://gws.test/1': setting(...Array.from({ length: 5 }, (_, at) => `c${at}=${'x'.repeat(2_000)}`)),
      },
      ['https://gws.test'],
    );
    await fetch('https://gws.test/1');
    await fetch('https://gws.test/2');
    expect(seen[1]?.[1]?.split('; ')).toHaveLength(4);
  });

  it.each(['gws', 'localhost'])(
    'with the domain of a host without dots are of this host: %s',
    async (host) => {
      const { fetch, seen } = network({ [`http://${host}/1`]: setting(`sid=1; Domain=${host}`) }, [
        `http://${host}`,
      ]);
      await fetch(`http://${host}/1`);
      await fetch(`http://${host}/2`);
      expect(seen[1]).toEqual([`http://${host}/2`, 'sid=1']);
    },
  );

  it('are forgotten with the session', async () => {
    const { fetch, forgetCookies, seen } = network({ 'https://gws.test/1': setting('sid=1') }, [
      'https://gws.test',
    ]);
    await fetch('https://gws.test/1');
    forgetCookies();
    await fetch('https://gws.test/2');
    expect(seen[1]).toEqual(['https://gws.test/2', null]);
  });

  it('are sent until they expire', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { fetch, seen } = network(
      {
        'https://gws.test/1': setting(
          'sid=1; Max-Age=60; Path=/',
          'b=2; Path=/',
          'c=3; Path=/; Expires=Wed, 21 Oct 2099 07:28:00 GMT',
        ),
      },
      ['https://gws.test'],
    );
    await fetch('https://gws.test/1');
    await fetch('https://gws.test/2');
    for (const later of [59_000, 2_000]) {
      vi.setSystemTime(Date.now() + later);
      await fetch('https://gws.test/3');
    }
    expect(seen.slice(1).map(([, cookie]) => cookie)).toEqual([
      'sid=1; b=2; c=3',
      'sid=1; b=2; c=3',
      'b=2; c=3',
    ]);
  });

  it('are told apart where a fetch joins them by commas', async () => {
    const joined = 'a=1; Expires=Wed, 21 Oct 2099 07:28:00 GMT, b=2; Path=/';
    const seen: (string | null)[] = [];
    const fetch = cookieFetch({}).over((_url, init) => {
      seen.push(new Headers(init.headers).get('cookie'));
      const headers = { get: (name: string) => (name === 'set-cookie' ? joined : null) };
      return Promise.resolve({ status: 200, headers, url: '' } as unknown as Response);
    });
    await fetch('https://gws.test/');
    await fetch('https://gws.test/');
    expect(seen[1]).toBe('a=1; b=2');
  });
});
