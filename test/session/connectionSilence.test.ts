import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Subject, VirtualTimeScheduler } from 'rxjs';
import type { BayeuxMessage } from '../../src/channel/index.ts';
import { watchdog } from '../../src/session/watchdog.ts';
import { scriptedServer } from './scriptedServer.ts';
import { virtualTime } from './virtualTime.ts';
import { chatData, watched } from './watched.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('an upgrade that is not answered', () => {
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

  it('[S23] gives way to long polling', async () => {
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

  it('[S23] is tried again, ever less often, where there is no other transport', async () => {
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
});

describe('answers that lack what was asked for', () => {
  it.each(['handshake', 'subscribe', 'connect'] as const)(
    '[S24] a reply to /meta/%s that never comes is noticed',
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

  it('[S24] a subscription that is not answered is noticed, though a poll fails and the next succeeds', async () => {
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

  it('[S24] nothing is missed before the interval that the server advises, the timeout and the network have had their time', () => {
    const scheduler = new VirtualTimeScheduler();
    const replies$ = new Subject<BayeuxMessage>();
    let barkedAt: number | undefined;
    watchdog(replies$, scheduler).subscribe({
      error: () => {
        barkedAt = scheduler.now();
      },
    });
    const advice = { reconnect: 'retry', timeout: 1_000, interval: 60_000 };
    replies$.next({ channel: '/meta/connect', successful: true, advice });
    scheduler.flush();
    expect(barkedAt).toBe(1_000 + 60_000 + 15_000);
  });
});
