import { retry } from 'rxjs';
import { canonical } from 'rx-chat-notifications';
import { chatStateChange } from 'rx-chat-notifications/testing';
import { describe, expect, it, vi } from 'vitest';
import { gws } from './gws.ts';
import { overFake } from './overFake.ts';
import { eventually, hear, session } from './sessions.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('trying again', () => {
  it('[SS21] errors notifications$ and chats$ alone; a subscriber of status$ sees the end and what follows', async () => {
    let isDenying = true;
    const { url, asked } = await gws(({ url: path }, response) => {
      if (!isDenying || path !== '/api/v2/me') return false;
      response.writeHead(401).end();
      return true;
    });
    const chats = session({ url, linger: 0 });
    const [status, failures, foreign] = [hear(chats.status$), hear(chats.failures$), hear(chats.foreign$)];
    const [heard, directories] = [hear(chats.notifications$), hear(chats.chats$)];
    await eventually(() => {
      expect(heard.errors).toMatchObject([{ name: 'ConnectionDeniedError', httpStatus: 401 }]);
    });
    expect(directories.errors).toEqual(heard.errors);
    expect(status.values.at(-1)).toMatchObject({ state: 'denied', httpStatus: 401 });
    expect(asked.map(({ path }) => path)).toEqual(['/api/v2/me', '/api/v2/me']);

    isDenying = false;
    const second = hear(chats.notifications$);
    await eventually(() => {
      expect(status.values.at(-1)?.state).toBe('connected');
    });
    second.subscription.unsubscribe();
    await sleep(50); // far longer than it lingers
    expect(status.values.at(-1)?.state).toBe('connected');
    expect([status, failures, foreign].map(({ errors, isComplete }) => [errors, isComplete])).toEqual(
      Array(3).fill([[], false]),
    );
    expect(asked.map(({ path }) => path)).not.toContain('/api/v2/notifications/disconnect');
  });

  it('[SS21] also when somebody subscribes again in the very moment of the error', () => {
    const { chats, client, say } = overFake({ linger: 0 });
    client.denySubscriptions('403::denied');
    const again = hear(
      chats.notifications$.pipe(
        retry({
          count: 1,
          delay: () => {
            client.denySubscriptions();
            return [0];
          },
        }),
      ),
    );
    expect(again.errors).toEqual([]);
    say('A', 1);
    expect(hear(chats.notifications$).values).toMatchObject([{ origin: 'history', chatId: 'A' }]);
  });

  it('[SS21] whoever subscribed before: those who hold it open join whoever tries again first', async () => {
    let isDown = true;
    const { url, asked, bayeux } = await gws((_, response) => {
      if (isDown) response.writeHead(503).end();
      return isDown;
    });
    const chats = session({ url, linger: 0, retry: { maxAttempts: 1 } });
    const comeBack = (): readonly number[] => {
      isDown = false;
      return [0];
    };
    const first = hear(chats.notifications$.pipe(retry({ delay: comeBack })));
    const status = hear(chats.status$); // hears of the end after that one has tried again
    await eventually(() => {
      expect(status.values.at(-1)?.state).toBe('connected');
    });
    bayeux.publish('Sam', { ...(canonical(chatStateChange()).data as object) });
    await eventually(() => {
      expect(hear(chats.notifications$).values).toMatchObject([{ origin: 'snapshot' }]);
    });
    first.subscription.unsubscribe();
    await sleep(50); // far longer than it lingers
    expect(status.values.at(-1)?.state).toBe('connected');
    expect(asked.map(({ path }) => path)).not.toContain('/api/v2/notifications/disconnect');
  });

  it('[SS21] one who stays with status$ alone waits after a denial, without a loop', () => {
    const { chats, client } = overFake();
    client.denySubscriptions('403::denied');
    const status = hear(chats.status$);
    expect(status.values.at(-1)).toMatchObject({ state: 'denied' });
    expect(client.requests).toEqual(['/meta/handshake', '/meta/subscribe /v2/me/chats']);
    client.denySubscriptions();
    hear(chats.status$);
    expect(client.subscriptions).toEqual(['/v2/me/chats']);
    expect(status.values.at(-1)).toMatchObject({ state: 'connected' });
  });

  it('[SS22] gives up after maxAttempts, with ConnectionLostError, and tries as often again for the next', async () => {
    const { url, asked } = await gws((_, response) => {
      response.writeHead(503).end();
      return true;
    });
    const chats = session({ url, retry: { maxAttempts: 3, initialDelay: 5 } });
    const status = hear(chats.status$);
    for (const round of [1, 2]) {
      const heard = hear(chats.notifications$);
      await eventually(() => {
        expect(heard.errors).toMatchObject([{ name: 'ConnectionLostError', attempts: 3, httpStatus: 503 }]);
      });
      expect(asked).toHaveLength(3 * round);
    }
    expect(status.values.at(-1)).toMatchObject({ state: 'idle', attempt: 3, httpStatus: 503 });
    expect(status.errors).toEqual([]);
  });

  it('[SS23] asks shouldRetry with the status before each further attempt; false gives up', async () => {
    const { url, asked } = await gws((_, response) => {
      response.writeHead(500).end();
      return true;
    });
    const shouldRetry = vi.fn(({ attempt }: { attempt: number }) => attempt < 2);
    const heard = hear(session({ url, retry: { shouldRetry } }).notifications$);
    await eventually(() => {
      expect(heard.errors).toMatchObject([{ name: 'ConnectionLostError', attempts: 2 }]);
    });
    expect(shouldRetry.mock.calls).toMatchObject([
      [{ state: 'connecting', attempt: 1, httpStatus: 500 }],
      [{ state: 'connecting', attempt: 2, httpStatus: 500 }],
    ]);
    expect(asked).toHaveLength(2);
  });
});
