import { credentials } from 'rx-chat-notifications';
import { fakeBayeuxClient } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { session, simulate } from './sessions.ts';

const quick = { timeout: 1_000, maxInterval: 2_000 };

describe('ready', () => {
  it('[RY1] connects, and resolves when the first backfill has ended', async () => {
    const simulator = await simulate(quick);
    const chatId = simulator.openChat();
    simulator.say(chatId, 'Customer', 'Hello?');
    const { url, credentials: own } = simulator;
    const made = session({ url, credentials: own });
    await made.ready();
    expect(made.status).toMatchObject({ state: 'connected' });
    expect(made.status.missing).toBeUndefined();
    expect(made.chats.get(chatId)?.transcript.messages.at(-1)?.text).toBe('Hello?');
  });

  it('[RY1] resolves though history cannot be fetched, and the status says what is missing', async () => {
    const simulator = await simulate(quick);
    const { url, credentials: own } = simulator;
    const made = session({
      url,
      credentials: own,
      retry: { maxAttempts: 2 },
      history: {
        chats: () => {
          throw new Error('no list today');
        },
        messages: () => [[]],
      },
    });
    await made.ready();
    expect(made.status.missing).toMatchObject({ from: expect.any(Number) as number });
  });

  it('rejects if access is denied, and resolves after the next attempt', async () => {
    const simulator = await simulate(quick);
    let token = 'wrong';
    const made = session({ url: simulator.url, credentials: credentials.bearer(() => token) });
    await expect(made.ready()).rejects.toMatchObject({ name: 'ConnectionDeniedError', httpStatus: 401 });
    token = simulator.issueToken();
    made.reconnect();
    await made.ready();
    expect(made.status.state).toBe('connected');
  });

  it('[RY1] waits for the connection also after an interruption', async () => {
    const client = fakeBayeuxClient();
    client.handshake();
    const made = session({ client });
    await made.ready();
    client.interrupt();
    let isReady = false;
    const ready = made.ready().then(() => (isReady = true));
    await Promise.resolve();
    expect([isReady, made.status.state]).toEqual([false, 'interrupted']);
    client.resume();
    expect(await ready).toBe(true);
  });

  it('rejects if the attempts are exhausted', async () => {
    const made = session({ url: 'http://127.0.0.1:9', retry: { maxAttempts: 2, initialDelay: 10 } });
    await expect(made.ready()).rejects.toMatchObject({ name: 'ConnectionLostError', attempts: 2 });
    expect(made.status.state).toBe('failed');
  });

  it('rejects with the reason of its signal, and with an AbortError after close()', async () => {
    const made = session({ client: fakeBayeuxClient() });
    const aborting = new AbortController();
    const waiting = made.ready({ signal: aborting.signal });
    aborting.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(made.ready({ signal: aborting.signal })).rejects.toMatchObject({ name: 'AbortError' });
    const closing = made.ready();
    await Promise.all([expect(closing).rejects.toMatchObject({ name: 'AbortError' }), made.close()]);
    await expect(made.ready()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
