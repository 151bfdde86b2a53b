import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { reply, scriptedServer } from './scriptedServer.ts';
import { virtualTime } from './virtualTime.ts';
import { chatData, watched } from './watched.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Node's own timers of idle sockets have fired by then, those of a session that waits for 10 seconds have not. */
const idleSockets = 5_000;

describe('an upgrade that gets no reply', () => {
  /** Connects, asks for the upgrade, and never opens. */
  function silentSockets(): { readonly made: Socket[]; readonly open: () => number } {
    const made: Socket[] = [];
    class SilentWebSocket {
      readonly #socket: Socket;
      constructor(url: string) {
        const { hostname, port, pathname } = new URL(url);
        this.#socket = connect(Number(port), hostname, () => {
          this.#socket.write(
            `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
          );
        }).on('error', () => undefined);
        made.push(this.#socket);
      }
      close(): void {
        this.#socket.destroy();
      }
    }
    vi.stubGlobal('WebSocket', SilentWebSocket);
    onTestFinished(() => {
      vi.unstubAllGlobals();
      for (const socket of made) socket.destroy();
    });
    return { made, open: () => made.filter(({ destroyed }) => !destroyed).length };
  }

  it('falls back to long polling', async () => {
    const sockets = silentSockets();
    const warn = vi.spyOn(console, 'warn');
    const time = virtualTime();
    const server = await scriptedServer();
    const made = watched(server.url, { transports: ['websocket', 'long-polling'] });
    await time.until(() => server.upgrades === 1, 5_000);
    expect(made.status()?.state).toBe('connecting');
    await time.until(() => made.status()?.state === 'connected', 15_000);
    server.publish(chatData('heard'));
    await time.until(() => made.chats.length > 0, 30_000);
    expect([sockets.made.length, sockets.open()]).toEqual([1, 0]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('is retried with backoff where there is no other transport', async () => {
    silentSockets();
    const warn = vi.spyOn(console, 'warn');
    const time = virtualTime();
    const server = await scriptedServer();
    const made = watched(server.url, {
      transports: ['websocket'],
      retry: { initialDelay: 1_000, jitter: 0 },
    });
    await time.until(() => server.upgrades === 3, 40_000);
    expect(made.status()).toMatchObject({ state: 'connecting', attempt: 2 });
    expect(server.count('handshake')).toBe(0);
    expect(warn).not.toHaveBeenCalled();
  });

  it('is aborted by close(), and no timer is left', async () => {
    const sockets = silentSockets();
    const time = virtualTime();
    const server = await scriptedServer();
    const made = watched(server.url, { transports: ['websocket', 'long-polling'] });
    await time.until(() => server.upgrades === 1, 5_000);
    const closing = made.session.close();
    expect(made.status()?.state).toBe('closed');
    await time.pass(1_500);
    await closing;
    await time.pass(idleSockets);
    expect([sockets.made.length, sockets.open(), vi.getTimerCount()]).toEqual([1, 0, 0]);
    const sent = server.asked.length;
    await time.pass(120_000);
    expect([server.asked.length, server.upgrades, server.count('handshake')]).toEqual([sent, 1, 0]);
  });
});

describe('a handshake that gets no reply', () => {
  it('is aborted by close(), and no timer is left', async () => {
    const time = virtualTime();
    const server = await scriptedServer(({ kind }) => (kind === 'handshake' ? 'silence' : undefined));
    const made = watched(server.url);
    await time.until(() => server.count('handshake') === 1, 5_000);
    const closing = made.session.close();
    await time.pass(1_500);
    await closing;
    await time.pass(idleSockets);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('HTTP responses without the Bayeux reply', () => {
  it.each(['handshake', 'subscribe', 'connect'] as const)(
    'a missing reply to /meta/%s times out, and another session follows',
    async (lost) => {
      const time = virtualTime();
      const server = await scriptedServer(({ kind, count }) =>
        kind === lost && count === 1 ? { reply: () => ({ channel: '/other', data: {} }) } : undefined,
      );
      const made = watched(server.url);
      await time.until(() => made.status()?.attempt === 1 || server.count('handshake') === 2, 100_000);
      expect(made.statuses.some(({ reason = '' }) => reason.includes('stopped polling'))).toBe(true);
      await time.until(() => made.status()?.state === 'connected', 30_000);
      const sessions = made.statuses.filter(({ state }) => state === 'connected');
      expect(sessions.map(({ clientId }) => clientId)).toEqual(['session-2']);
      expect(server.count('handshake')).toBe(2);
      server.publish(chatData('heard'));
      await time.until(() => made.chats.length > 0, 30_000);
      expect(made.errors).toEqual([]);
    },
  );

  it('a missing reply to a subscription times out although polls fail and succeed', async () => {
    const time = virtualTime();
    const server = await scriptedServer(({ kind, count }) => {
      if (kind === 'subscribe' && count === 1) return { reply: () => ({ channel: '/other', data: {} }) };
      return kind === 'connect' && count === 2 ? { status: 503 } : undefined;
    });
    const made = watched(server.url);
    await time.until(() => server.count('handshake') === 2, 100_000);
    await time.until(() => made.status()?.state === 'connected', 30_000);
    expect(made.errors).toEqual([]);
  });

  it('a poll is overdue after the timeout and the interval that the server advises, and 12 seconds', async () => {
    const time = virtualTime();
    const advice = { reconnect: 'retry', timeout: 1_000, interval: 60_000 };
    const server = await scriptedServer(({ kind, count }) => {
      if (kind !== 'connect' || count > 2) return undefined;
      return count === 1 ? reply({ advice }) : { reply: () => ({ channel: '/other', data: {} }) };
    });
    const made = watched(server.url);
    await time.until(() => made.status()?.state === 'connected', 5_000);
    const connectedAt = made.status()?.since ?? 0;
    await time.until(() => server.count('handshake') === 2, 100_000);
    const lost = made.statuses.find(({ reason = '' }) => reason.includes('stopped polling'));
    expect(lost?.since).toBeGreaterThanOrEqual(connectedAt + 1_000 + 60_000 + 12_000);
    expect(lost?.since).toBeLessThan(connectedAt + 1_000 + 60_000 + 13_000);
  });
});
