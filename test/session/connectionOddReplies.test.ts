import { describe, expect, it, vi } from 'vitest';
import { type Kind, loginPage, refused, reply, scriptedServer, type Scripted } from './scriptedServer.ts';
import { chatData, connected, eventually, reaches, sleep, watched } from './watched.ts';

const channel = '/v2/me/chats';

/** A server that gives an answer of a kind another form, once it has given so many. */
const answering = (kind: Kind, scripted: Scripted, after = 0) =>
  scriptedServer((asked) => (asked.kind === kind && asked.count === after + 1 ? scripted : undefined));

type Watched = ReturnType<typeof watched>;

async function hears({ chats }: Watched, server: Awaited<ReturnType<typeof scriptedServer>>): Promise<void> {
  await eventually(() => {
    expect(server.held).toBe(1);
  });
  server.publish(chatData('heard'));
  await eventually(() => {
    expect(chats).toEqual(['heard']);
  });
}

describe('a reply that is cut in the middle', () => {
  it.each<Kind>(['me', 'handshake', 'subscribe'])('for %s is retried', async (kind) => {
    const server = await answering(kind, 'break off');
    const made = watched(server.url);
    await connected(made);
    expect(server.count(kind)).toBe(2);
    expect(made.statuses.find(({ attempt }) => attempt > 0)).toEqual(
      expect.not.objectContaining({ httpStatus: 200 }),
    );
    await hears(made, server);
  });

  it('for a poll keeps the session', async () => {
    const server = await answering('connect', 'break off', 1);
    const made = watched(server.url);
    await eventually(() => {
      expect(server.count('connect')).toBeGreaterThan(2);
    });
    await hears(made, server);
    expect(made.states()).toContain('interrupted');
    expect([server.count('handshake'), server.count('subscribe')]).toEqual([1, 1]);
  });
});

describe.each<readonly [string, unknown]>([
  ['null', null],
  ['a number', 402],
  ['an object', { code: 402 }],
])('a refusal whose error is %s', (_, error) => {
  it.each<readonly [Kind, number]>([
    ['handshake', 0],
    ['connect', 1],
  ])('for a %s is followed by a session', async (kind, after) => {
    const odd = reply({ successful: false, error, failure: null, advice: { reconnect: 'handshake' } });
    const server = await answering(kind, odd, after);
    server.hold = 300;
    const made = watched(server.url);
    await eventually(() => {
      expect(server.count('handshake')).toBe(2);
    });
    await connected(made);
    await hears(made, server);
    expect(made.errors).toEqual([]);
  });

  it('for a channel is no denial: another session follows', async () => {
    const server = await answering('subscribe', reply({ successful: false, error, failure: null }));
    const made = watched(server.url);
    await connected(made);
    await hears(made, server);
    expect([server.count('handshake'), server.count('subscribe')]).toEqual([2, 2]);
    expect(made.errors).toEqual([]);
  });
});

describe('other odd replies', () => {
  it('[SS14] the state is connecting until the first poll succeeds', async () => {
    const server = await scriptedServer(({ kind, count }) =>
      kind === 'connect' && count <= 2 ? { status: 503 } : undefined,
    );
    const made = watched(server.url);
    await connected(made);
    expect(made.states()).toEqual(['idle', 'connecting', 'connected']);
    expect(made.statuses.some(({ attempt }) => attempt === 2)).toBe(true);
  });

  it.each<Kind>(['handshake', 'connect', 'subscribe'])(
    'takes the text "true" as success of a %s',
    async (kind) => {
      const server = await answering(kind, reply({ successful: 'true' }));
      const made = watched(server.url);
      await connected(made);
      await hears(made, server);
      expect(server.count('handshake')).toBe(1);
    },
  );

  it('[SS12] reports a message without data on failures$, not on the console', async () => {
    const consoles = (['warn', 'error', 'info', 'log'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => undefined),
    );
    const bare = { channel, messages: [{ text: 'my card is 4111 1111 1111 1111' }] };
    const server = await answering('connect', { reply: (usual) => [usual, bare] });
    const made = watched(server.url, { history: false });
    const failures: unknown[] = [];
    made.session.failures$.subscribe((failure) => failures.push(failure));
    await connected(made);
    await hears(made, server);
    expect(failures).toMatchObject([{ kind: 'invalid', channel }]);
    for (const spied of consoles) {
      expect(spied).not.toHaveBeenCalled();
      spied.mockRestore();
    }
  });

  it('delivers messages that the handshake announced and the subscription brings, and polls on', async () => {
    const early = { channel, data: chatData('early') };
    const server = await scriptedServer(({ kind }) => {
      if (kind === 'handshake') return reply({ 'x-messages': 1 });
      return kind === 'subscribe' ? { reply: (usual) => [usual, early] } : undefined;
    });
    const made = watched(server.url);
    await connected(made);
    await eventually(() => {
      expect(server.held).toBe(1);
    });
    expect(made.chats).toEqual(['early']);
  });
});

describe('a subscription that fails', () => {
  it.each<readonly [string, Scripted]>([
    ['a 503', { status: 503 }],
    ['a login page', loginPage],
    ['a broken connection', 'hang up'],
    ['an unknown client', refused('402::Unknown client', { reconnect: 'handshake' })],
  ])('by %s is retried with backoff, with the reason in the status', async (_, scripted) => {
    const server = await scriptedServer(({ kind, count }) =>
      kind === 'subscribe' && count <= 3 ? scripted : undefined,
    );
    const made = watched(server.url, { retry: { initialDelay: 40, jitter: 0 } });
    await eventually(() => {
      expect(made.status()?.attempt).toBe(3);
    });
    expect(made.status()).toMatchObject({ state: 'connecting' });
    expect(made.status()?.reason).toMatch(/\w/);
    await connected(made);
    const pauses = server.pauses('subscribe');
    expect(pauses.every((pause, at) => pause >= 40 * 2 ** at - 1 && pause < 800)).toBe(true);
    await hears(made, server);
  });

  it.each([401, 403])('by %i is followed by another login', async (status) => {
    const server = await answering('subscribe', { status });
    const made = watched(server.url);
    await connected(made);
    expect([server.count('me'), server.count('subscribe')]).toEqual([2, 2]);
    await hears(made, server);
  });

  it('is retried after the Retry-After of the server', async () => {
    const server = await answering('subscribe', { status: 429, headers: { 'retry-after': '1' } });
    await connected(watched(server.url));
    expect(server.pauses('subscribe')[0]).toBeGreaterThanOrEqual(999);
  });

  it('counts as an attempt', async () => {
    const server = await scriptedServer(({ kind }) => (kind === 'subscribe' ? { status: 503 } : undefined));
    const made = watched(server.url, { retry: { maxAttempts: 3 } });
    await reaches(made, { state: 'failed', attempt: 3, httpStatus: 503 });
    await sleep(100);
    expect(server.count('subscribe')).toBe(3);
  });
});
