import { describe, expect, it } from 'vitest';
import type { BayeuxAdvice } from '../../src/channel/index.ts';
import { refused, reply, type Script, type Scripted, scriptedServer } from './scriptedServer.ts';
import { virtualTime } from './virtualTime.ts';
import { chatData, connected, eventually, reaches, sleep, watched } from './watched.ts';

const window = { from: expect.any(Number) as number, to: expect.any(Number) as number };

describe('a session that is lost', () => {
  it('[S1] reconnects after a restart of the server within the pending backoff and 5 round trips', async () => {
    const server = await scriptedServer();
    const initialDelay = 300;
    const made = watched(server.url, { retry: { initialDelay, jitter: 0 } });
    await connected(made);
    await server.shutDown();
    await eventually(() => {
      expect(made.status()?.state).toBe('interrupted');
    });
    server.asked.length = 0;
    await server.listen();
    server.script = ({ kind }) => {
      if (kind === 'subscribe') {
        setImmediate(() => {
          server.publish(chatData('after'));
        });
      }
      return undefined;
    };
    const kinds = await new Promise<readonly string[]>((resolve) => {
      made.session.notifications$.subscribe(() => {
        resolve(server.asked.map(({ kind }) => kind));
      });
    });
    // The poll that finds out, then one after the other; the subscription goes beside a poll.
    expect(kinds.slice(0, 3)).toEqual(['connect', 'me', 'handshake']);
    expect(kinds.filter((kind) => kind !== 'subscribe').length).toBeLessThanOrEqual(5);
    expect(server.count('subscribe')).toBe(1);
    const [poll, me] = server.asked;
    expect((me?.at ?? Infinity) - (poll?.at ?? 0)).toBeLessThan(initialDelay);
    expect(made.states()).toEqual([
      'idle',
      'connecting',
      'connected',
      'interrupted',
      'reconnecting',
      'connected',
    ]);
    expect([made.chats, made.errors]).toEqual([['after'], []]);
  });

  it('[S2] a session that expired is followed by another, and the status reports the missed window', async () => {
    const server = await scriptedServer();
    server.hold = 100;
    const made = watched(server.url, { history: false });
    await connected(made);
    server.publish(chatData('before'));
    await eventually(() => {
      expect(made.chats).toEqual(['before']);
    });
    server.forget();
    await eventually(() => {
      expect(server.count('handshake')).toBe(2);
    });
    await connected(made);
    expect(made.status()).toEqual(expect.objectContaining({ missing: window, attempt: 0 }));
    expect(made.status()).not.toHaveProperty('reason');
    server.publish(chatData('after'));
    await eventually(() => {
      expect(made.chats).toEqual(['before', 'after']);
    });
    expect(made.states()).toEqual(['idle', 'connecting', 'connected', 'reconnecting', 'connected']);
  });

  const forgetting =
    (advice: BayeuxAdvice | undefined): Script =>
    ({ kind, message: { clientId } }) =>
      kind === 'connect' && clientId === 'session-1' ? refused('402::Unknown client', advice) : undefined;

  it.each([
    ['nothing', undefined],
    ['nonsense', { reconnect: 'whenever' }],
    ['handshake', { reconnect: 'handshake' }],
  ])('[S2] a session that the server does not know is followed by another: advice %s', async (_, advice) => {
    const server = await scriptedServer(forgetting(advice));
    const made = watched(server.url);
    await connected(made);
    expect(server.count('handshake')).toBe(2);
    expect(made.errors).toEqual([]);
  });

  it('[S2] a session that the server does not know is followed by another after maxInterval: advice retry', async () => {
    const time = virtualTime();
    const server = await scriptedServer(forgetting({ reconnect: 'retry', maxInterval: 5_000 }));
    const made = watched(server.url, { retry: { initialDelay: 500 } });
    await time.until(() => server.count('connect') > 1, 5_000);
    expect(server.count('handshake')).toBe(1);
    await time.until(() => made.status()?.state === 'connected', 30_000);
    expect(server.count('handshake')).toBe(2);
    const polls = server.of('connect').filter(({ message }) => message.clientId === 'session-1');
    expect(polls.length).toBeLessThan(12);
  });

  it('a session that the server does not know is denied: advice none', async () => {
    const server = await scriptedServer(forgetting({ reconnect: 'none' }));
    const made = watched(server.url);
    await reaches(made, { state: 'denied', reason: '402::Unknown client' });
    await sleep(100);
    expect(server.count('handshake')).toBe(1);
    made.session.reconnect();
    await connected(made);
  });

  it.each([
    ['a /meta/disconnect', { channel: '/meta/disconnect', successful: true }],
    [
      'a /meta/disconnect with a reason',
      { channel: '/meta/disconnect', error: '403::kicked', advice: { reconnect: 'none' } },
    ],
  ])('a session that the server kills by %s is followed by another', async (_, message) => {
    const server = await scriptedServer();
    const made = watched(server.url);
    await connected(made);
    await eventually(() => {
      expect(server.held).toBe(1);
    });
    server.kill(message);
    await eventually(() => {
      expect(server.count('handshake')).toBe(2);
    });
    await connected(made);
    server.publish(chatData('after'));
    await eventually(() => {
      expect(made.chats).toEqual(['after']);
    });
    expect(made.errors).toEqual([]);
  });

  it('a successful poll that advises none ends that session alone', async () => {
    const server = await scriptedServer(({ kind, message: { clientId } }) =>
      kind === 'connect' && clientId === 'session-1' ? reply({ advice: { reconnect: 'none' } }) : undefined,
    );
    const made = watched(server.url);
    await eventually(() => {
      expect(server.count('handshake')).toBe(2);
    });
    await connected(made);
    expect(made.errors).toEqual([]);
  });

  it('backs off where the server kills every session', async () => {
    const server = await scriptedServer();
    const made = watched(server.url, { retry: { initialDelay: 40, jitter: 0 } });
    const timer = setInterval(() => {
      if (made.status()?.state === 'connected') server.kill();
    }, 1);
    await eventually(() => {
      expect(server.count('handshake')).toBe(5);
    });
    clearInterval(timer);
    const [, second = 0, third = 0, fourth = 0] = server.pauses('handshake');
    expect(second).toBeGreaterThanOrEqual(39);
    expect(third).toBeGreaterThanOrEqual(79);
    expect(fourth).toBeGreaterThanOrEqual(159);
  });

  it('keeps the session when connections break off', async () => {
    const server = await scriptedServer();
    const made = watched(server.url);
    await connected(made);
    for (let cut = 1; cut <= 3; cut += 1) {
      await eventually(() => {
        expect(server.held).toBe(1);
      });
      for (const socket of server.sockets) socket.destroy();
      await eventually(() => {
        expect(made.statuses.filter(({ state }) => state === 'interrupted')).toHaveLength(cut);
      });
      await connected(made);
    }
    server.publish(chatData('after'));
    await eventually(() => {
      expect(made.chats).toEqual(['after']);
    });
    expect([server.count('handshake'), server.count('subscribe')]).toEqual([1, 1]);
  });

  it.each([
    ['5xx', 503],
    ['429', 429],
  ])('[S6] keeps the session after %s for a poll', async (_, status) => {
    const server = await scriptedServer();
    server.hold = 50;
    const made = watched(server.url);
    await connected(made);
    server.script = ({ kind, count }) => (kind === 'connect' && count <= 5 ? { status } : undefined);
    await eventually(() => {
      expect(made.status()).toMatchObject({
        state: 'interrupted',
        httpStatus: status,
        clientId: 'session-1',
      });
    });
    await connected(made);
    expect(made.status()?.attempt).toBe(0);
    expect(server.count('handshake')).toBe(1);
  });
});

/** As a server with the ack extension does. */
const acknowledging: Script = ({ kind }) =>
  kind === 'handshake' ? reply({ ext: { ack: true } }) : undefined;

describe('a missed window, without history', () => {
  it('is reported in the status since the next connection; a cut that loses nothing leaves it as it is', async () => {
    const server = await scriptedServer(acknowledging);
    server.hold = 200;
    const made = watched(server.url, { history: false });
    /** Answers the next poll so; the one that is held ends with a message. */
    const nextPoll = (answer: Scripted): void => {
      const polls = server.count('connect');
      server.script = (asked) =>
        asked.kind === 'connect' && asked.count === polls + 1 ? answer : acknowledging(asked);
      server.publish(chatData('one'));
    };
    const held = async (): Promise<void> => {
      await connected(made);
      await eventually(() => {
        expect(server.held).toBe(1);
      });
    };
    const windows = (): readonly unknown[] => [
      ...new Set(made.statuses.map(({ missing }) => JSON.stringify(missing))),
    ];
    await held();
    nextPoll({ status: 503 });
    await eventually(() => {
      expect(made.states()).toEqual(['idle', 'connecting', 'connected', 'interrupted', 'connected']);
    });
    expect(windows()).toEqual([undefined]);
    await held();
    nextPoll(refused('402::Unknown client', { reconnect: 'handshake' }));
    await eventually(() => {
      expect(made.status()).toMatchObject({ state: 'connected', missing: window });
    });
    await held();
    nextPoll({ status: 503 });
    await eventually(() => {
      expect(made.states().slice(-2)).toEqual(['interrupted', 'connected']);
    });
    expect(windows()).toHaveLength(2);
    expect(made.status()?.missing).toEqual(window);
  });

  it('includes a cut where server and client do not acknowledge', async () => {
    const server = await scriptedServer();
    server.hold = 200;
    const made = watched(server.url, { history: false });
    await connected(made);
    server.script = ({ kind, count }) => (kind === 'connect' && count === 3 ? { status: 503 } : undefined);
    await eventually(() => {
      expect(made.states()).toEqual(['idle', 'connecting', 'connected', 'interrupted', 'connected']);
    });
    expect(server.count('handshake')).toBe(1);
    await reaches(made, { state: 'connected', missing: window });
  });

  it('is absent after the session was left on purpose', async () => {
    const server = await scriptedServer();
    const made = watched(server.url, { history: false });
    await connected(made);
    made.leave();
    await eventually(() => {
      expect(server.count('disconnect')).toBe(1);
    });
    made.listen();
    await eventually(() => {
      expect(server.count('handshake')).toBe(2);
    });
    await connected(made);
    expect(made.statuses.filter(({ missing }) => missing !== undefined)).toEqual([]);
  });

  it('includes the time in `failed`, reported after reconnect()', async () => {
    const server = await scriptedServer();
    const made = watched(server.url, { history: false, retry: { maxAttempts: 1 } });
    await connected(made);
    const lostAt = Date.now();
    await server.shutDown();
    await reaches(made, { state: 'failed', attempt: 1 });
    await server.listen();
    const reconnectedAt = Date.now();
    made.session.reconnect();
    await eventually(() => {
      expect(made.status()).toMatchObject({ state: 'connected', missing: window });
    });
    const { from = Infinity, to = 0 } = made.status()?.missing ?? {};
    expect([from <= lostAt, to >= reconnectedAt]).toEqual([true, true]);
    expect(made.errors).toEqual([]);
  });
});
