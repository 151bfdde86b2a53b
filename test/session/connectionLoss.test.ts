import { describe, expect, it } from 'vitest';
import { refused, reply, type Script, type Scripted, scriptedServer } from './scriptedServer.ts';
import { chatData, connected, eventually, type Watched, watched } from './watched.ts';

describe('a session that is lost', () => {
  it('[S1] after a restart of the server it takes the pending backoff and 5 round trips at most', async () => {
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

  it('[S2] a session that expired is followed by another, and the hole is told', async () => {
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
    expect(made.status()?.reason).toMatch(
      /^the connection was lost: what was said from \d{4}-.*Z to .*Z may be missing$/,
    );
    server.publish(chatData('after'));
    await eventually(() => {
      expect(made.chats).toEqual(['before', 'after']);
    });
    expect(made.states()).toEqual(['idle', 'connecting', 'connected', 'reconnecting', 'connected']);
  });

  it.each([
    ['advises to retry', { reconnect: 'retry' }],
    ['advises nothing', undefined],
    ['advises to handshake', { reconnect: 'handshake' }],
    ['advises an end', { reconnect: 'none' }],
  ])('[S2] a session that the server does not know is over, also where it %s', async (_, advice) => {
    const server = await scriptedServer(({ kind, message: { clientId } }) =>
      kind === 'connect' && clientId === 'session-1' ? refused('402::Unknown client', advice) : undefined,
    );
    const made = watched(server.url);
    await connected(made);
    expect(server.count('handshake')).toBe(2);
    expect(made.errors).toEqual([]);
  });

  it.each([
    ['a /meta/disconnect', { channel: '/meta/disconnect', successful: true }],
    [
      'a /meta/disconnect with a reason',
      { channel: '/meta/disconnect', error: '403::kicked', advice: { reconnect: 'none' } },
    ],
  ])('[S3] a session that the server kills by %s is followed by another', async (_, message) => {
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

  it('[S3] a poll that succeeds and advises an end is the end of that session alone', async () => {
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

  it('[S4] a server that kills every session is not stormed', async () => {
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

  it('[S5] connections that break off end no session', async () => {
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
  ])('[S6] %s to a poll ends no session', async (_, status) => {
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

describe('a hole', () => {
  const holes = (made: Watched): readonly (string | undefined)[] =>
    made.statuses.filter(({ state }) => state === 'connected').map(({ reason }) => reason);
  const hole = expect.stringMatching(/^the connection was lost: .* may be missing$/) as unknown;

  it('[S29] is told once, with the next connection; a cut that loses nothing tells none', async () => {
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
    await held();
    nextPoll(refused('402::Unknown client', { reconnect: 'handshake' }));
    await eventually(() => {
      expect(holes(made)).toEqual([undefined, hole]);
    });
    await held();
    nextPoll({ status: 503 });
    await eventually(() => {
      expect(holes(made)).toEqual([undefined, hole, undefined]);
    });
  });

  it('[S29] is told of a cut, too, where nobody acknowledges what was received', async () => {
    const server = await scriptedServer();
    server.hold = 200;
    const made = watched(server.url, { history: false });
    await connected(made);
    server.script = ({ kind, count }) => (kind === 'connect' && count === 3 ? { status: 503 } : undefined);
    await eventually(() => {
      expect(made.states()).toEqual(['idle', 'connecting', 'connected', 'interrupted', 'connected']);
    });
    expect(server.count('handshake')).toBe(1);
    expect(holes(made)).toEqual([undefined, hole]);
  });

  it('[S29] is none if the session was left on purpose', async () => {
    const server = await scriptedServer();
    const made = watched(server.url);
    await connected(made);
    made.leave();
    await eventually(() => {
      expect(server.count('disconnect')).toBe(1);
    });
    made.listen();
    await connected(made);
    await eventually(() => {
      expect(server.count('handshake')).toBe(2);
    });
    await connected(made);
    expect(holes(made).every((reason) => reason === undefined)).toBe(true);
  });

  it('[S29] is told to who subscribes again after an end, too', async () => {
    const server = await scriptedServer();
    const made = watched(server.url, { history: false, retry: { maxAttempts: 1 } });
    await connected(made);
    await server.shutDown();
    await eventually(() => {
      expect(made.errors).toHaveLength(1);
    });
    await server.listen();
    made.listen();
    await eventually(() => {
      expect(holes(made).at(-1)).toEqual(hole);
    });
  });
});
