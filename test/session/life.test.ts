import { VirtualTimeScheduler } from 'rxjs';
import type { ChatSession } from 'rx-chat-notifications';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { gws } from './gws.ts';
import { overFake } from './overFake.ts';
import { reply, scriptedServer } from './scriptedServer.ts';
import { connected, eventually, hear, session, simulate } from './sessions.ts';

const streams = ['notifications$', 'chats$', 'failures$', 'foreign$', 'status$'] as const;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the life of a session', () => {
  it.each(streams)('asks for nothing until somebody subscribes, to %s for one', async (stream) => {
    const { url, asked } = await gws(() => false);
    const chats = session({ url });
    await sleep(30);
    expect(asked).toEqual([]);
    hear<unknown>(chats[stream]);
    await eventually(() => {
      // Over a WebSocket there is no other request than the one for it.
      const isConnect = ({ path }: { path: string }): boolean =>
        /^\/api\/v2\/notifications(\/connect)?$/.test(path);
      expect(asked.some(isConnect)).toBe(true);
    });
  });

  it.each(streams)('one who stays with %s alone keeps the connection', (stream) => {
    const scheduler = new VirtualTimeScheduler();
    const { chats, client } = overFake({ scheduler });
    const first = hear(chats.notifications$);
    hear<unknown>(chats[stream]);
    first.subscription.unsubscribe();
    scheduler.flush();
    expect(client.subscriptions).toEqual(['/v2/me/chats']);
  });

  it('all streams share one connection', async () => {
    const simulator = await simulate();
    const asked: unknown[] = [];
    const chats = session({
      ...simulator,
      fetch: (input, init) => {
        asked.push(input);
        return fetch(input, init);
      },
    });
    for (const stream of streams) hear<unknown>(chats[stream]);
    await connected(chats);
    for (const part of ['/me', '/handshake', '/notifications'])
      expect(asked.filter((url) => String(url).endsWith(part)).length).toBe(
        part === '/notifications' ? 0 : 1,
      );
  });

  it('[SS17] lingers after the last subscriber has left: a new one within that time finds the connection and its chats', () => {
    const scheduler = new VirtualTimeScheduler();
    const { chats, client, say } = overFake({ scheduler, linger: 500 });
    const at = (frame: number): void => {
      scheduler.schedule(() => undefined, frame - scheduler.frame);
      scheduler.maxFrames = frame;
      scheduler.flush();
    };
    const status = hear(chats.status$);
    hear(chats.notifications$).subscription.unsubscribe();
    say('A', 1);
    status.subscription.unsubscribe();
    at(499);
    const found = hear(chats.notifications$);
    expect(found.values).toMatchObject([{ origin: 'history', chatId: 'A' }]);
    at(5_000);
    expect(client.requests).toEqual(['/meta/handshake', '/meta/subscribe /v2/me/chats']);
    found.subscription.unsubscribe();
    at(5_499);
    expect(client.subscriptions).toEqual(['/v2/me/chats']);
    at(5_500);
    expect(client.subscriptions).toEqual([]);
    const again = hear(chats.notifications$);
    expect([again.values, client.subscriptions]).toEqual([[], ['/v2/me/chats']]);
  });

  it('[SS17] is idle when it has lingered, tells the server, and comes back for the next', async () => {
    const simulator = await simulate();
    const chats = session({ ...simulator, linger: 0 });
    await connected(chats);
    await sleep(50);
    const states: string[] = [];
    const watch = chats.status$.subscribe(({ state }) => states.push(state));
    await eventually(() => {
      expect(new Set(states)).toEqual(new Set(['idle', 'connecting', 'connected']));
    });
    watch.unsubscribe();
  });

  it('[SS17] with linger Infinity it stays until it is closed', async () => {
    const { url, bayeux, asked } = await gws(() => false);
    const chats = session({ url, linger: Infinity });
    await connected(chats);
    await sleep(50);
    expect(asked.map(({ path }) => path)).not.toContain('/api/v2/notifications/disconnect');
    expect(bayeux.listening()).toHaveLength(1);
    await chats.close();
    expect(bayeux.listening()).toEqual([]);
  });
});

describe('close()', () => {
  it('[SS18] completes all streams at once and resolves when the server knows', async () => {
    const { url, bayeux } = await gws(() => false);
    const chats = session({ url });
    const all = streams.map((stream) => hear<unknown>(chats[stream]));
    await connected(chats);
    expect(bayeux.listening()).toHaveLength(1);
    const closing = chats.close();
    expect(all.map(({ isComplete, errors }) => [isComplete, errors])).toEqual(Array(5).fill([true, []]));
    await closing;
    expect(bayeux.listening()).toEqual([]);
  });

  it.each([
    ['a denial', 'denied', { successful: false, advice: { reconnect: 'none' } }],
    ['the last attempt', 'failed', { successful: false, advice: { reconnect: 'handshake' } }],
  ])('[SS18] completes all streams after %s, too', async (_, state, fields) => {
    const server = await scriptedServer((asked) => (asked.kind === 'handshake' ? reply(fields) : undefined));
    const transports = ['long-polling'] as const; // which is all that this server speaks
    const chats = session({ url: server.url, transports, retry: { maxAttempts: 1 } });
    const all = streams.map((stream) => hear<unknown>(chats[stream]));
    await eventually(() => {
      expect(chats.status.state).toBe(state);
    });
    await chats.close();
    expect(all.map(({ isComplete, errors }) => [isComplete, errors])).toEqual(Array(5).fill([true, []]));
    expect(hear(chats.status$)).toMatchObject({ isComplete: true, values: [{ state: 'closed' }] });
  });

  it('[SS18] is idempotent, and so is disposing, during and after', async () => {
    const simulator = await simulate();
    const chats = session(simulator);
    await connected(chats);
    const first = chats.close();
    expect(chats.close()).toBe(first);
    expect(chats[Symbol.asyncDispose]()).toBe(first);
    await first;
    await expect(chats.close()).resolves.toBeUndefined();
    await expect(chats[Symbol.asyncDispose]()).resolves.toBeUndefined();
  });

  it('[SS18] `Symbol.asyncDispose` closes it', async () => {
    const { chats } = overFake();
    const heard = hear(chats.notifications$);
    await chats[Symbol.asyncDispose]();
    expect([heard.isComplete, hear(chats.status$).values]).toMatchObject([true, [{ state: 'closed' }]]);
  });

  it('[SS18] resolves at once if nobody ever subscribed', async () => {
    const { url, asked } = await gws(() => false);
    const chats = session({ url });
    await chats.close();
    expect(asked).toEqual([]);
  });

  it.each([
    ['while it is connected', (chats: ChatSession) => connected(chats)],
    ['while it lingers', (chats: ChatSession) => connected(chats).then(() => sleep(5))],
  ])('resolves within two seconds on a dead network: %s', async (_, until) => {
    const simulator = await simulate();
    const chats = session(simulator);
    await until(chats);
    void simulator.faults.blackhole(60_000);
    await sleep(10);
    const start = Date.now();
    await chats.close();
    expect(Date.now() - start).toBeLessThan(2_000);
  });

  it.each(['/api/v2/me', '/api/v2/notifications/handshake', '/api/v2/notifications/connect'])(
    'resolves within two seconds while %s is never answered',
    async (silent) => {
      const { url, asked } = await gws(({ url: path }) => path === silent);
      const chats = session({ url });
      const status = hear(chats.status$);
      await eventually(() => {
        expect(asked.map(({ path }) => path)).toContain(silent);
      });
      const start = Date.now();
      await chats.close();
      expect(Date.now() - start).toBeLessThan(2_000);
      expect(status.values.at(-1)?.state).toBe('closed');
      const count = asked.length;
      await sleep(100);
      expect(asked).toHaveLength(count);
    },
  );

  it('streams complete at once for those who subscribe after it; nothing connects again', async () => {
    const { url, asked } = await gws(() => false);
    const chats = session({ url });
    await connected(chats);
    await chats.close();
    const count = asked.length;
    const late = streams.map((stream) => hear<unknown>(chats[stream]));
    expect(late.map(({ isComplete, errors }) => [isComplete, errors])).toEqual(Array(5).fill([true, []]));
    expect(late.map(({ values }) => values.length)).toEqual([0, 0, 0, 0, 1]);
    await sleep(50);
    expect(asked).toHaveLength(count);
  });

  it('`fetch` is refused after it, and nobody is asked for credentials', async () => {
    const { url, asked } = await gws(() => false);
    const token = vi.fn(() => 'token');
    const chats = session({ url, credentials: { kind: 'bearer', token } });
    await chats.close();
    await expect(chats.fetch('/api/v2/me')).rejects.toMatchObject({ name: 'AbortError' });
    expect([asked, token.mock.calls]).toEqual([[], []]);
  });

  it('a subscription made when a stream completes completes, and connects nothing', async () => {
    const { chats, client } = overFake();
    let rounds = 0;
    chats.notifications$.subscribe({
      complete: () => {
        rounds += 1;
        for (const stream of streams) rounds += hear<unknown>(chats[stream]).isComplete ? 1 : 0;
      },
    });
    await chats.close();
    expect([rounds, client.subscriptions]).toEqual([6, []]);
  });
});

describe('what cannot be had here', () => {
  it('is the state failed at once, and its reason says what to do', async () => {
    vi.stubGlobal('WebSocket', undefined);
    Reflect.deleteProperty(globalThis, 'WebSocket');
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    const chats = session({ notificationsUrl: 'http://127.0.0.1:1/', transports: ['websocket'] });
    const heard = hear(chats.notifications$);
    const message =
      'None of these transports exists here: websocket. Leave them out, or use a Node with WebSocket.';
    await eventually(() => {
      expect(chats.status).toMatchObject({ state: 'failed', reason: message });
    });
    expect(heard).toMatchObject({ errors: [], isComplete: false });
  });

  it('a CometD that is too old is failed at once, also while the server is down', async () => {
    vi.doMock('cometd', () => ({
      CometD: undefined,
      LongPollingTransport: undefined,
      WebSocketTransport: undefined,
      AckExtension: undefined,
    }));
    onTestFinished(() => {
      vi.doUnmock('cometd');
    });
    const chats = session({ url: 'http://127.0.0.1:1/' });
    await expect(chats.ready()).rejects.toMatchObject({
      name: 'ConnectionLostError',
      message:
        'No connection after 1 failed attempt: A session needs CometD 8 or later: npm install cometd@latest. ' +
        'Fix this, then call session.reconnect().',
    });
    expect(chats.status).toMatchObject({ state: 'failed', attempt: 1 });
  });

  it('CometD that did not load is tried again: a part of a web app may be loaded over the network', async () => {
    const { url } = await gws(() => false);
    vi.doMock('cometd', () => {
      throw new Error('the network is down');
    });
    onTestFinished(() => {
      vi.doUnmock('cometd');
    });
    const chats = session({ url });
    const status = hear(chats.status$);
    const heard = hear(chats.notifications$);
    await eventually(() => {
      expect(status.values.at(-1)).toMatchObject({
        state: 'connecting',
        reason: expect.any(String) as unknown,
      });
    });
    vi.doUnmock('cometd');
    await connected(chats);
    expect(heard.errors).toEqual([]);
  });
});
