import { config } from 'rxjs';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { client, transport } from '../transport/clients.ts';
import { reply, scriptedServer } from './scriptedServer.ts';
import { chatData, connected, eventually, sleep, unwatched, watched } from './watched.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('subscribers that come and go', () => {
  it('subscribers that return within `linger` find the same session', async () => {
    const server = await scriptedServer();
    const made = watched(server.url, { linger: 200 });
    await connected(made);
    for (let turn = 0; turn < 3; turn += 1) {
      made.leave();
      await sleep(20);
      made.listen();
    }
    await sleep(250);
    expect(made.status()?.state).toBe('connected');
    expect([server.count('handshake'), server.count('disconnect'), server.count('unsubscribe')]).toEqual([
      1, 0, 0,
    ]);
  });

  it('subscribers that return after `linger` get a new session, and none is left on the server', async () => {
    const server = await scriptedServer();
    const made = watched(server.url);
    for (let turn = 1; turn <= 3; turn += 1) {
      await connected(made);
      made.leave();
      await eventually(() => {
        expect(server.count('disconnect')).toBe(turn);
      });
      made.listen();
    }
    await connected(made);
    server.publish(chatData('heard'));
    await eventually(() => {
      expect(made.chats).toEqual(['heard']);
    });
    expect([...server.sessions]).toEqual(['session-4']);
  });

  it('a disconnect that is not answered delays the next session by 3 seconds at most', async () => {
    const server = await scriptedServer();
    const made = watched(server.url);
    await connected(made);
    server.isSwallowed = true;
    made.leave();
    await sleep(100);
    server.isSwallowed = false;
    made.listen();
    const since = performance.now();
    await connected(made);
    expect(performance.now() - since).toBeLessThan(3_000);
  });

  it.each([1, 5, 20, 40])(
    'subscribers that come and go every %i ms leave one session, or none',
    async (pause) => {
      const server = await scriptedServer();
      const made = unwatched(server.url);
      for (let turn = 0; turn < 15; turn += 1) {
        made.listen();
        await sleep(pause);
        made.leave();
        await sleep(pause / 2);
      }
      made.listen();
      await connected(made);
      await eventually(() => {
        expect(server.sessions.size).toBe(1);
      });
      server.publish(chatData('heard'));
      await eventually(() => {
        expect(made.chats.at(-1)).toBe('heard');
      });
      made.leave();
      await eventually(() => {
        expect(server.sessions.size).toBe(0);
      });
      expect(made.errors).toEqual([]);
    },
  );

  it('a handshake that is left is answered before the next is sent', async () => {
    const server = await scriptedServer();
    let underWay = 0;
    let most = 0;
    const slow: typeof fetch = async (input, init) => {
      const isHandshake = new Request(input, init).url.endsWith('/handshake');
      if (isHandshake) most = Math.max(most, (underWay += 1));
      if (isHandshake) await sleep(50);
      const response = await fetch(input, init);
      if (isHandshake) underWay -= 1;
      return response;
    };
    const made = unwatched(server.url, { fetch: slow });
    for (let turn = 0; turn < 10; turn += 1) {
      made.listen();
      await sleep(15);
      made.leave();
      await sleep(5);
    }
    made.listen();
    await connected(made);
    expect(most).toBe(1);
    await eventually(() => {
      expect(server.sessions.size).toBe(1);
    });
  });
});

describe('closing', () => {
  it('during a handshake waits for it and leaves no session on the server', async () => {
    const server = await scriptedServer();
    const made = watched(server.url, {
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        if (response.url.endsWith('/handshake')) await sleep(100);
        return response;
      },
    });
    await eventually(() => {
      expect(server.sessions.size).toBe(1);
    });
    await made.session.close();
    expect(server.sessions.size).toBe(0);
    expect(server.count('connect')).toBe(0);
    expect(made.status()?.state).toBe('closed');
  });

  it('tells the server that a session is over', async () => {
    const server = await scriptedServer();
    const made = watched(server.url);
    await connected(made);
    await made.session.close();
    expect([server.sessions.size, server.count('disconnect')]).toEqual([0, 1]);
  });

  it.each(['me', 'handshake', 'connect'])(
    'takes no longer than a second where /%s is not answered',
    async (silent) => {
      let isSilent = silent !== 'connect';
      const server = await scriptedServer(({ kind }) =>
        isSilent && (kind === silent || silent === 'connect') ? 'silence' : undefined,
      );
      const made = watched(server.url);
      if (silent === 'connect') {
        await connected(made);
        isSilent = true;
      } else {
        await eventually(() => {
          expect(server.of(silent === 'me' ? 'me' : 'handshake')).toHaveLength(1);
        });
      }
      const before = performance.now();
      await made.session.close();
      expect(performance.now() - before).toBeLessThan(1_500);
    },
  );
});

describe('subscribers and loggers that throw', () => {
  it('neither a subscriber nor the logger stops the session', async () => {
    const thrown: unknown[] = [];
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    config.onUnhandledError = (error) => thrown.push(error);
    onTestFinished(() => {
      config.onUnhandledError = null;
    });
    const server = await scriptedServer();
    const boom = (from: string) => (): never => {
      throw new Error(from);
    };
    const made = unwatched(server.url, { logger: boom('logger') });
    made.session.notifications$.subscribe(boom('listener'));
    made.session.status$.subscribe(boom('status'));
    made.session.failures$.subscribe(boom('failures'));
    made.listen();
    await connected(made);
    server.publish({ messageType: 'ChatStateChangeMessage', chat: 3 });
    server.publish(chatData('one'));
    await eventually(() => {
      expect(made.chats).toEqual(['one']);
    });
    await server.shutDown();
    await eventually(() => {
      expect(made.status()?.state).toBe('interrupted');
    });
    await server.listen();
    await connected(made);
    server.publish(chatData('two'));
    await eventually(() => {
      expect(made.chats).toEqual(['one', 'two']);
    });
    expect(made.errors).toEqual([]);
    await made.session.close();
    await sleep(20);
    const messages = new Set(thrown.map((error) => (error instanceof Error ? error.message : '')));
    expect(messages).toEqual(new Set(['listener', 'status', 'failures']));
    expect(warn.mock.calls.map(String)).toEqual([expect.stringContaining('the logger of chatSession threw')]);
  });
});

describe('a client of the user', () => {
  it('is guarded while it is used, and its next handshake is waited for after a disconnect', async () => {
    const server = await scriptedServer(({ kind, count }) =>
      kind === 'connect' && count === 1 ? reply({ advice: { reconnect: 'handshake' } }) : undefined,
    );
    const own = await client(transport(), `${server.url}/api/v2/notifications`);
    const made = watched(server.url, { client: own });
    own.handshake();
    await eventually(() => {
      expect(server.count('handshake')).toBe(2);
    });
    await connected(made);
    await eventually(() => {
      expect(server.held).toBe(1);
    });
    server.kill();
    await eventually(() => {
      expect(made.status()?.state).toBe('idle');
    });
    own.handshake();
    await connected(made);
    server.publish(chatData('heard'));
    await eventually(() => {
      expect(made.chats).toEqual(['heard']);
    });
    own.disconnect();
    await eventually(() => {
      expect(own.getStatus()).toBe('disconnected');
    });
    own.handshake();
    await connected(made);
    await eventually(() => {
      expect(server.count('subscribe')).toBe(4);
    });
    server.publish(chatData('again'));
    await eventually(() => {
      expect(made.chats).toEqual(['heard', 'again']);
    });
    expect(made.errors).toEqual([]);
  });
});
