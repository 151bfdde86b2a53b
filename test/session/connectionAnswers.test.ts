import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type Kind, loginPage, refused, reply, scriptedServer, type Scripted } from './scriptedServer.ts';
import { chatData, connected, eventually, sleep, watched } from './watched.ts';

const redirect: Scripted = { status: 302, headers: { location: '/login?ticket=1' } };

/** A server whose first answers of a kind are others. */
const answering = (kind: Kind, times: number, scripted: Scripted) =>
  scriptedServer((asked) => (asked.kind === kind && asked.count <= times ? scripted : undefined));

describe('a server that denies', () => {
  it.each([
    [
      'the handshake and advises an end',
      'handshake',
      refused('403::denied', { reconnect: 'none' }),
      '403::denied',
    ],
    ['the channel', 'subscribe', refused('403::not yours'), 'The server denied the subscription'],
  ] as const)(
    '[S7] %s: denied, without another attempt, until it is subscribed to again',
    async (_, kind, scripted, reason) => {
      const server = await answering(kind, 1, scripted);
      const made = watched(server.url);
      await eventually(() => {
        expect(made.errors).toHaveLength(1);
      });
      expect(made.errors[0]).toMatchObject({ name: 'ConnectionDeniedError' });
      expect(made.status()).toMatchObject({ state: 'denied' });
      expect(made.status()?.reason).toContain(reason);
      await sleep(150);
      expect(server.count('handshake')).toBe(1);
      await eventually(() => {
        expect(server.sessions.size).toBe(kind === 'handshake' ? 1 : 0);
      });
      made.leave();
      made.listen();
      await connected(made);
      expect(server.count('handshake')).toBe(2);
    },
  );

  it.each([
    ['retry', { reconnect: 'retry', interval: 0 }],
    ['handshake', { reconnect: 'handshake', interval: 0 }],
    ['nothing', undefined],
    ['nonsense', { reconnect: 'whenever' }],
  ])(
    '[S8] a refused handshake that advises %s makes no storm, and the session comes when it may',
    async (_, advice) => {
      const server = await answering('handshake', 4, refused('500::not yet', advice));
      const made = watched(server.url, { retry: { initialDelay: 40, jitter: 0 } });
      await connected(made);
      const [first = 0, second = 0, third = 0, fourth = 0] = server.pauses('handshake');
      expect([first >= 39, second >= 79, third >= 159, fourth >= 319]).toEqual([true, true, true, true]);
      expect(server.count('handshake')).toBe(5);
      expect(made.statuses.map(({ attempt }) => attempt)).toEqual([0, 0, 1, 2, 3, 4, 0]);
      expect(made.errors).toEqual([]);
    },
  );

  it('[S9] attempts that are used up end it, with an error that counts them', async () => {
    const server = await answering('handshake', 3, refused('500::not yet', { reconnect: 'retry' }));
    const made = watched(server.url, { retry: { maxAttempts: 3 } });
    await eventually(() => {
      expect(made.errors).toHaveLength(1);
    });
    expect(made.errors[0]).toMatchObject({ name: 'ConnectionLostError', attempts: 3 });
    expect(made.status()).toMatchObject({ state: 'idle', attempt: 3, reason: '500::not yet' });
    await sleep(150);
    expect(server.count('handshake')).toBe(3);
    made.leave();
    made.listen();
    await connected(made);
  });
});

describe('messages before their time', () => {
  it('[S30] messages that come with the answer to the handshake are heard, and polls follow', async () => {
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

describe('advice that CometD cannot bear', () => {
  it.each(['handshake', 'whenever'])(
    '[S10] a successful handshake that advises %s leaves nobody deaf',
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

  it('[S11] a successful poll that advises to handshake is followed by a handshake', async () => {
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

  it('[S11] a server whose every poll advises to handshake is not stormed', async () => {
    const server = await answering('connect', Infinity, reply({ advice: { reconnect: 'handshake' } }));
    watched(server.url, { retry: { initialDelay: 100, jitter: 0 } });
    await eventually(() => {
      expect(server.count('handshake')).toBe(4);
    });
    const [first = 0, second = 0, third = 0] = server.pauses('handshake');
    expect([first >= 99, second >= 199, third >= 399]).toEqual([true, true, true]);
  });

  it('[S11] a successful poll that advises nonsense is followed by the next', async () => {
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
  ])('[S12] times of an advice that are %s neither storm nor stop it', async (_, times) => {
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

  it('[S12] an interval longer than a timer can run is no storm', async () => {
    const server = await scriptedServer(({ kind }) =>
      kind === 'connect' ? reply({ advice: { reconnect: 'retry', interval: 1e12 } }) : undefined,
    );
    await connected(watched(server.url));
    await sleep(150);
    expect(server.count('connect')).toBe(1);
  });
});

describe('what comes instead of an answer', () => {
  it.each([
    ['a login page', loginPage],
    ['a redirect to a login page', redirect],
    ['401', { status: 401 }],
  ])('[S13] %s where the user is told: the credentials are asked for again, once', async (_, scripted) => {
    for (const times of [1, 2]) {
      const server = await answering('me', times, scripted);
      const made = watched(server.url);
      const failure = firstValueFrom(made.session.failures$, { defaultValue: undefined });
      if (times === 1) await connected(made);
      else {
        await eventually(() => {
          expect(made.errors).toMatchObject([{ name: 'ConnectionDeniedError' }]);
        });
        expect(made.status()?.state).toBe('denied');
      }
      expect(await failure).toMatchObject({ kind: 'credentials' });
      await sleep(100);
      expect(server.count('me')).toBe(2);
    }
  });

  it.each([
    ['a login page', loginPage],
    ['a redirect to a login page', redirect],
    ['401', { status: 401 }],
    ['403', { status: 403 }],
  ])('[S14] %s for a poll: it logs in again, and a session follows', async (_, scripted) => {
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
    ['401', 401],
    ['403', 403],
  ])('[S14] %s again after the login: denied, without a loop', async (_, status) => {
    const server = await answering('handshake', Infinity, { status });
    const made = watched(server.url);
    await eventually(() => {
      expect(made.errors).toMatchObject([{ name: 'ConnectionDeniedError', httpStatus: status }]);
    });
    await sleep(150);
    expect([server.count('me'), server.count('handshake')]).toEqual([2, 2]);
    expect(made.status()).toMatchObject({ state: 'denied', httpStatus: status });
  });

  it.each([
    ['401', 401],
    ['403', 403],
  ])(
    '[S14] %s for polls, each after a handshake that was taken: tried again, ever less often',
    async (_, status) => {
      const server = await answering('connect', 4, { status });
      const made = watched(server.url, { retry: { initialDelay: 40, jitter: 0 } });
      await connected(made);
      expect([server.count('me'), server.count('handshake')]).toEqual([5, 5]);
      const [, second = 0, third = 0, fourth = 0] = server.pauses('handshake');
      expect([second >= 39, third >= 79, fourth >= 159]).toEqual([true, true, true]);
      expect(made.errors).toEqual([]);
    },
  );

  it.each<readonly [string, Kind, Scripted]>([
    ['500 for the user', 'me', { status: 500 }],
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
  ])('[S15] %s is tried again, ever less often', async (_, kind, scripted) => {
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
    '[S16] 429 with Retry-After for %s: it waits as long as it is asked to, and no longer',
    async (kind) => {
      const server = await answering(kind, 1, { status: 429, headers: { 'retry-after': '1' } });
      const made = watched(server.url);
      await connected(made);
      const [pause = 0] = server.pauses(kind);
      expect(pause).toBeGreaterThanOrEqual(999);
      expect(pause).toBeLessThan(3_000);
    },
  );

  it('[S16] what was asked for once does not count for failures that follow', async () => {
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
    '[S16] a Retry-After longer than a timer can run is no storm: %s',
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
