import { canonical } from 'rx-chat-notifications';
import { chatStateChange } from 'rx-chat-notifications/testing';
import { describe, expect, it, vi } from 'vitest';
import { gws } from './gws.ts';
import { overFake } from './overFake.ts';
import { eventually, hear, session } from './sessions.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('denied and failed', () => {
  it.each([
    ['denied', 401, 2],
    ['failed', 503, 1],
  ])('[SS49] %s: no stream errors, and all continue after reconnect()', async (state, code, requests) => {
    let isDown = true;
    const { url, asked, bayeux } = await gws((_, response) => {
      if (isDown) response.writeHead(code).end();
      return isDown;
    });
    const chats = session({ url, linger: 0, retry: { maxAttempts: 1 } });
    const [status, failures, foreign] = [hear(chats.status$), hear(chats.failures$), hear(chats.foreign$)];
    const [notifications, directories, backfills] = [
      hear(chats.notifications$),
      hear(chats.chats$),
      hear(chats.backfilled$),
    ];
    await eventually(() => {
      expect(chats.status).toMatchObject({ state, httpStatus: code });
    });
    isDown = false;
    const second = hear(chats.notifications$);
    await sleep(50);
    expect(asked.map(({ path }) => path)).toEqual(Array(requests).fill('/api/v2/me'));

    chats.reconnect();
    await eventually(() => {
      expect(chats.status.state).toBe('connected');
    });
    bayeux.publish('Sam', { ...(canonical(chatStateChange({ chat: { id: 'A' } })).data as object) });
    await eventually(() => {
      expect(notifications.values).toMatchObject([{ chatId: 'A' }]);
      expect(directories.values.at(-1)?.has('A')).toBe(true);
    });
    second.subscription.unsubscribe();
    await sleep(50); // far longer than it lingers
    expect(chats.status.state).toBe('connected');
    expect(asked.map(({ path }) => path)).not.toContain('/api/v2/notifications/disconnect');
    for (const { errors, isComplete } of [
      status,
      failures,
      foreign,
      notifications,
      directories,
      backfills,
      second,
    ])
      expect([errors, isComplete]).toEqual([[], false]);
  });

  it('[SS49] are left by reconnect() in the very emission of the state', async () => {
    const { chats, client, say } = overFake({ linger: 0 });
    client.denySubscriptions('403::denied');
    const status = hear(chats.status$);
    chats.status$.subscribe(({ state }) => {
      if (state !== 'denied') return;
      client.denySubscriptions();
      chats.reconnect();
    });
    const heard = hear(chats.notifications$);
    await eventually(() => {
      expect(status.values.at(-1)?.state).toBe('connected');
    });
    expect(status.values.filter(({ state }) => state === 'denied')).toHaveLength(1);
    say('A', 1);
    expect(heard.values).toMatchObject([{ origin: 'live', chatId: 'A' }]);
    expect(hear(chats.notifications$).values).toMatchObject([{ origin: 'history', chatId: 'A' }]);
  });

  it('[SS49] send nothing to a client of the user until reconnect()', async () => {
    const { chats, client } = overFake();
    client.denySubscriptions('403::denied');
    const status = hear(chats.status$);
    expect(status.values.at(-1)).toMatchObject({ state: 'denied' });
    client.denySubscriptions();
    hear(chats.notifications$);
    expect(client.requests).toEqual(['/meta/handshake', '/meta/subscribe /v2/me/chats']);
    expect(chats.status.state).toBe('denied');
    chats.reconnect();
    await eventually(() => {
      expect(status.values.at(-1)).toMatchObject({ state: 'connected' });
    });
    expect(client.subscriptions).toEqual(['/v2/me/chats']);
  });

  it('is failed after maxAttempts, and tries as often again after reconnect()', async () => {
    const { url, asked } = await gws((_, response) => {
      response.writeHead(503).end();
      return true;
    });
    const chats = session({ url, retry: { maxAttempts: 3, initialDelay: 5 } });
    const status = hear(chats.status$);
    for (const round of [1, 2]) {
      await eventually(() => {
        expect(chats.status).toMatchObject({ state: 'failed', attempt: 3, httpStatus: 503 });
      });
      await sleep(50);
      expect(asked).toHaveLength(3 * round);
      chats.reconnect();
      expect(chats.status).toMatchObject({ state: 'connecting', attempt: 0 });
    }
    expect(status.errors).toEqual([]);
  });

  it('asks shouldRetry with the status before each further attempt; false is failed', async () => {
    const { url, asked } = await gws((_, response) => {
      response.writeHead(500).end();
      return true;
    });
    const shouldRetry = vi.fn(({ attempt }: { attempt: number }) => attempt < 2);
    const chats = session({ url, retry: { shouldRetry } });
    const heard = hear(chats.notifications$);
    await eventually(() => {
      expect(chats.status).toMatchObject({ state: 'failed', attempt: 2, httpStatus: 500 });
    });
    expect(shouldRetry.mock.calls).toMatchObject([
      [{ state: 'connecting', attempt: 1, httpStatus: 500 }],
      [{ state: 'connecting', attempt: 2, httpStatus: 500 }],
    ]);
    expect(asked).toHaveLength(2);
    expect(heard.errors).toEqual([]);
  });
});
