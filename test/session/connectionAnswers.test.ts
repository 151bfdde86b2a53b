import type { SessionFailure, SessionOptions } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import { type Kind, loginPage, refused, reply, scriptedServer, type Scripted } from './scriptedServer.ts';
import { virtualTime } from './virtualTime.ts';
import { chatData, connected, eventually, reaches, sleep, type Watched, watched } from './watched.ts';

const redirect: Scripted = { status: 302, headers: { location: '/login?ticket=1' } };

/** A server whose first answers of a kind differ. */
const answering = (kind: Kind, times: number, scripted: Scripted) =>
  scriptedServer((asked) => (asked.kind === kind && asked.count <= times ? scripted : undefined));

/** A session, and the refusals of its credentials that it reports. */
function watchedWithRefusals(
  url: string,
  options: SessionOptions = {},
): { readonly made: Watched; readonly refusals: readonly SessionFailure[] } {
  const made = watched(url, { ...options, history: false });
  const refusals: SessionFailure[] = [];
  made.session.failures$.subscribe((failure) => {
    if (failure.kind === 'credentials') refusals.push(failure);
  });
  return { made, refusals };
}

describe('a server that denies', () => {
  it.each<readonly [string, Kind, Scripted, number, string]>([
    [
      'the handshake and advises none',
      'handshake',
      refused('503::denied', { reconnect: 'none' }),
      1,
      '503::denied',
    ],
    ['the handshake with a 4xx', 'handshake', refused('400::denied'), 1, '400::denied'],
    [
      'the channel with a 4xx',
      'subscribe',
      refused('404::not there'),
      1,
      'The server denied the subscription',
    ],
    [
      'the channel with 403 in two sessions',
      'subscribe',
      refused('403::not yours'),
      2,
      'The server denied the subscription',
    ],
  ])('[S7] %s: sends nothing until reconnect()', async (_, kind, scripted, times, reason) => {
    const server = await answering(kind, times, scripted);
    const made = watched(server.url);
    await reaches(made, { state: 'denied' });
    expect(made.status()?.reason).toContain(reason);
    await eventually(() => {
      expect(server.sessions.size).toBe(kind === 'handshake' ? 1 : 0);
    });
    const sent = server.asked.length;
    made.leave();
    made.listen();
    await sleep(150);
    expect([server.count('handshake'), server.asked.length]).toEqual([times, sent]);
    expect(made.status()?.state).toBe('denied');
    made.session.reconnect();
    await connected(made);
    expect(server.count('handshake')).toBe(times + 1);
    expect(made.errors).toEqual([]);
  });

  it.each([
    ['retry', { reconnect: 'retry', interval: 0 }],
    ['handshake', { reconnect: 'handshake', interval: 0 }],
    ['nothing', undefined],
    ['nonsense', { reconnect: 'whenever' }],
  ])('a handshake refused with advice %s is retried with backoff', async (_, advice) => {
    const server = await answering('handshake', 4, refused('500::not yet', advice));
    const made = watched(server.url, { retry: { initialDelay: 40, jitter: 0 } });
    await connected(made);
    const [first = 0, second = 0, third = 0, fourth = 0] = server.pauses('handshake');
    expect([first >= 39, second >= 79, third >= 159, fourth >= 319]).toEqual([true, true, true, true]);
    expect(server.count('handshake')).toBe(5);
    expect(made.attempts()).toEqual([0, 1, 2, 3, 4, 0]);
    expect(made.states()).toEqual(['idle', 'connecting', 'connected']);
  });

  it('[S9] exhausted attempts lead to failed; reconnect() leaves it and resets the attempts', async () => {
    const server = await answering('handshake', 5, refused('500::not yet', { reconnect: 'retry' }));
    const made = watched(server.url, { retry: { maxAttempts: 3 } });
    await reaches(made, { state: 'failed', attempt: 3, reason: '500::not yet' });
    made.leave();
    made.listen();
    await sleep(150);
    expect(server.count('handshake')).toBe(3);
    expect(made.status()).toMatchObject({ state: 'failed', attempt: 3 });
    made.session.reconnect();
    await connected(made);
    expect(made.attempts()).toEqual([0, 1, 2, 3, 0, 1, 2, 0]);
    expect(made.errors).toEqual([]);
  });
});

describe('messages with the handshake', () => {
  it('delivers messages that come with the reply to the handshake, and polls on', async () => {
    const channel = '/v2/me/chats';
    const server = await answering('handshake', 1, {
      reply: (usual) => [
        { ...usual, 'x-messages': 1 },
        { channel, data: chatData('early') },
      ],
    });
    const made = watched(server.url);
    await connected(made);
    await eventually(() => {
      expect(server.held).toBe(1);
    });
    server.publish(chatData('late'));
    await eventually(() => {
      expect(made.chats).toEqual(['early', 'late']);
    });
  });
});

describe('advice that would make CometD flood or stall', () => {
  it.each(['handshake', 'whenever'])(
    'polls after a successful handshake that advises %s',
    async (reconnect) => {
      const server = await answering('handshake', 1, reply({ advice: { reconnect } }));
      const made = watched(server.url);
      await connected(made);
      server.publish(chatData('heard'));
      await eventually(() => {
        expect(made.chats).toEqual(['heard']);
      });
      expect(server.count('handshake')).toBe(1);
    },
  );

  it('a successful poll that advises handshake is followed by one', async () => {
    const server = await answering('connect', 1, reply({ advice: { reconnect: 'handshake' } }));
    const made = watched(server.url);
    await eventually(() => {
      expect(server.count('handshake')).toBe(2);
    });
    await connected(made);
    server.publish(chatData('heard'));
    await eventually(() => {
      expect(made.chats).toEqual(['heard']);
    });
  });

  it('backs off where every poll advises handshake', async () => {
    const server = await answering('connect', Infinity, reply({ advice: { reconnect: 'handshake' } }));
    watched(server.url, { retry: { initialDelay: 100, jitter: 0 } });
    await eventually(() => {
      expect(server.count('handshake')).toBe(4);
    });
    const [first = 0, second = 0, third = 0] = server.pauses('handshake');
    expect([first >= 99, second >= 199, third >= 399]).toEqual([true, true, true]);
  });

  it('a successful poll that advises nonsense is followed by the next', async () => {
    const server = await answering('connect', 2, reply({ advice: { reconnect: 'whenever' } }));
    const made = watched(server.url);
    await eventually(() => {
      expect(server.count('connect')).toBe(2);
    });
    server.publish(chatData('heard'));
    await eventually(() => {
      expect(made.chats).toEqual(['heard']);
    });
    expect(server.count('handshake')).toBe(1);
  });

  it.each([
    ['longer than a timer can run', { timeout: 1e12 }],
    ['text', { interval: '0', timeout: '5000' }],
    ['negative', { interval: -1e12, timeout: -1 }],
    ['nothing', { interval: null, timeout: null }],
  ])('polls on, without a flood, where times of an advice are %s', async (_, times) => {
    const server = await scriptedServer(({ kind }) =>
      kind === 'connect' ? reply({ advice: { reconnect: 'retry', ...times } }) : undefined,
    );
    const made = watched(server.url);
    await connected(made);
    await sleep(150);
    expect(server.count('connect')).toBe(2);
    server.publish(chatData('heard'));
    await eventually(() => {
      expect(made.chats).toEqual(['heard']);
    });
    expect(server.count('handshake')).toBe(1);
  });

  it('does not flood where the interval is longer than a timer can run', async () => {
    const server = await scriptedServer(({ kind }) =>
      kind === 'connect' ? reply({ advice: { reconnect: 'retry', interval: 1e12 } }) : undefined,
    );
    await connected(watched(server.url));
    await sleep(150);
    expect(server.count('connect')).toBe(1);
  });
});

describe('what comes instead of a reply', () => {
  it.each([1, 2])('%i times 401 at the login: renews the credentials once', async (times) => {
    const server = await answering('me', times, { status: 401 });
    const { made, refusals } = watchedWithRefusals(server.url);
    if (times === 1) await connected(made);
    else await reaches(made, { state: 'denied', httpStatus: 401 });
    await sleep(100);
    expect(server.count('me')).toBe(2);
    expect(refusals).toMatchObject(Array(times).fill({ kind: 'credentials', httpStatus: 401 }));
  });

  it.each([
    ['a login page', loginPage],
    ['a redirect to a login page', redirect],
  ])('%s at the login: three attempts with backoff, then denied', async (_, scripted) => {
    for (const times of [2, 3]) {
      const server = await answering('me', times, scripted);
      const { made, refusals } = watchedWithRefusals(server.url, { retry: { initialDelay: 40, jitter: 0 } });
      if (times === 2) await connected(made);
      else await reaches(made, { state: 'denied' });
      await sleep(100);
      const [first = 0, second = 0] = server.pauses('me');
      expect([first >= 39, second >= 79, server.count('me')]).toEqual([true, true, 3]);
      expect(refusals).toMatchObject(times === 2 ? [] : [{ kind: 'credentials' }]);
    }
  });

  it.each([
    ['401', { status: 401 }],
    ['403', { status: 403 }],
  ])('%s for a poll is followed by a login and another session', async (_, scripted) => {
    const server = await answering('connect', 1, scripted);
    const made = watched(server.url);
    await connected(made);
    expect([server.count('me'), server.count('handshake')]).toEqual([2, 2]);
    server.publish(chatData('heard'));
    await eventually(() => {
      expect(made.chats).toEqual(['heard']);
    });
  });

  it.each([
    ['a login page', loginPage],
    ['a redirect to a login page', redirect],
  ])('%s for a poll: polls again in the same session', async (_, scripted) => {
    const server = await answering('connect', 2, scripted);
    const made = watched(server.url);
    await connected(made);
    expect([server.count('me'), server.count('handshake')]).toEqual([1, 1]);
    expect(made.attempts()).toEqual([0, 1, 2, 0]);
    server.publish(chatData('heard'));
    await eventually(() => {
      expect(made.chats).toEqual(['heard']);
    });
  });

  it('login pages for polls for longer than maxInterval are followed by a login and another session', async () => {
    const time = virtualTime();
    const server = await scriptedServer(({ kind, message: { clientId } }) =>
      kind === 'connect' && clientId === 'session-1' ? loginPage : undefined,
    );
    const made = watched(server.url, { retry: { initialDelay: 500 } });
    await time.until(() => server.count('handshake') === 2, 60_000);
    await time.until(() => made.status()?.state === 'connected', 10_000);
    expect(server.count('me')).toBe(2);
  });

  it.each([
    ['401', 401],
    ['403', 403],
  ])('%s for the handshake again after the login: denied', async (_, status) => {
    const server = await answering('handshake', Infinity, { status });
    const made = watched(server.url);
    await reaches(made, { state: 'denied', httpStatus: status });
    await sleep(150);
    expect([server.count('me'), server.count('handshake')]).toEqual([2, 2]);
    expect(made.errors).toEqual([]);
  });

  it.each([
    ['401', 401],
    ['403', 403],
  ])(
    '%s for polls after handshakes that succeeded: two more logins with backoff, then denied',
    async (_, status) => {
      for (const times of [2, Infinity]) {
        const server = await answering('connect', times, { status });
        const made = watched(server.url, { retry: { initialDelay: 40, jitter: 0 } });
        if (times === 2) await connected(made);
        else await reaches(made, { state: 'denied', httpStatus: status });
        await sleep(100);
        expect([server.count('me'), server.count('handshake')]).toEqual([3, 3]);
        const [, second = 0] = server.pauses('handshake');
        expect(second).toBeGreaterThanOrEqual(39);
      }
    },
  );

  it.each<readonly [string, Kind, Scripted]>([
    ['500 for the user', 'me', { status: 500 }],
    ['nothing for the user', 'me', { status: 200 }],
    ['JSON that is cut for the user', 'me', { status: 200, body: '{"statusCode":' }],
    ['503 for a handshake', 'handshake', { status: 503 }],
    ['a page for a handshake', 'handshake', loginPage],
    ['other JSON for a handshake', 'handshake', { status: 200, body: '{"a":1}' }],
    ['nothing for a handshake', 'handshake', { status: 200 }],
    ['204 for a handshake', 'handshake', { status: 204 }],
    ['a redirect for a handshake', 'handshake', redirect],
    [
      'a redirect to itself',
      'handshake',
      { status: 307, headers: { location: '/api/v2/notifications/handshake' } },
    ],
    ['a broken connection for the user', 'me', 'hang up'],
    ['a broken connection for a handshake', 'handshake', 'hang up'],
  ])('%s is retried with backoff', async (_, kind, scripted) => {
    const isLoop = typeof scripted === 'object' && 'status' in scripted && scripted.status === 307;
    const server = await answering(kind, isLoop ? 21 : 3, scripted);
    const made = watched(server.url, { retry: { initialDelay: 40, jitter: 0 } });
    await eventually(() => {
      expect(made.status()?.attempt).toBe(isLoop ? 1 : 3);
    });
    expect(made.status()?.reason).toMatch(/\w/);
    await connected(made);
    if (isLoop) return;
    const pauses = server.pauses(kind);
    expect([pauses.length, pauses.every((pause, at) => pause >= 40 * 2 ** at - 1)]).toEqual([3, true]);
    expect(made.errors).toEqual([]);
  });

  it.each<readonly [Kind]>([['me'], ['handshake'], ['connect']])(
    '[S16] 429 with Retry-After for %s: waits that long and no longer',
    async (kind) => {
      const server = await answering(kind, 1, { status: 429, headers: { 'retry-after': '1' } });
      const made = watched(server.url);
      await connected(made);
      const [pause = 0] = server.pauses(kind);
      expect(pause).toBeGreaterThanOrEqual(999);
      expect(pause).toBeLessThan(3_000);
    },
  );

  it('[S16] a Retry-After does not apply to later failures', async () => {
    const server = await scriptedServer(({ kind, count }) => {
      if (kind !== 'connect' || count > 4) return undefined;
      return count === 1 ? { status: 429, headers: { 'retry-after': '1' } } : 'hang up';
    });
    const made = watched(server.url);
    await connected(made);
    const [asked = 0, ...others] = server.pauses('connect');
    expect(asked).toBeGreaterThanOrEqual(999);
    expect(others.slice(0, 3).every((pause) => pause < 900)).toBe(true);
  });

  it.each(['99999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    '[S16] does not flood where Retry-After is longer than a timer can run: %s',
    async (value) => {
      const server = await answering('handshake', Infinity, {
        status: 503,
        headers: { 'retry-after': value },
      });
      watched(server.url, { retry: { initialDelay: 1 } });
      await sleep(200);
      expect(server.count('handshake')).toBe(1);
    },
  );
});
