import type { CometD } from 'cometd';
import { filter, takeUntil } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BayeuxMessage, connectionStatus, fromChannel } from '../../src/channel/index.ts';
import { cometdClient } from './cometdClient.ts';
import { ServerProcess } from './serverProcess.ts';

const channel = '/v2/me/chats';

/** What an Observable did, in words. */
const record = (events: string[]) => ({
  next: ({ data }: BayeuxMessage) => {
    events.push(String(data));
  },
  error: (error: unknown) => {
    events.push(String(error));
  },
  complete: () => {
    events.push('complete');
  },
});

const eventually = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 20 });

describe('fromChannel over HTTP to a CometD server', () => {
  let server: ServerProcess;
  let client: CometD;
  let events: string[];

  beforeEach(async () => {
    server = new ServerProcess();
    await server.start();
    client = cometdClient(server.url);
    events = [];
  });

  afterEach(async () => {
    await new Promise<void>((resolve) => {
      if (client.isDisconnected()) resolve();
      else
        client.disconnect(() => {
          resolve();
        });
    });
    await server.kill();
  });

  const publish = (data: unknown): Promise<void> => server.tell({ type: 'publish', channel, data });
  const subscribed = (times: number): Promise<void> =>
    eventually(() => {
      expect(server.reports.filter((report) => report === `subscribed ${channel}`)).toHaveLength(times);
    });

  it('[C1] is cold, waits for the handshake, and the last to leave unsubscribes on the server', async () => {
    const messages$ = fromChannel(client, channel);
    const subscription = messages$.subscribe(record(events));
    client.handshake();
    await subscribed(1);
    await publish('one');
    await eventually(() => {
      expect(events).toEqual(['one']);
    });
    subscription.unsubscribe();
    await eventually(() => {
      expect(server.reports).toContain(`unsubscribed ${channel}`);
    });
    await publish('unheard');
    messages$.subscribe(record(events));
    await subscribed(2);
    await publish('two');
    await eventually(() => {
      expect(events).toEqual(['one', 'two']);
    });
  });

  it('[C2] all subscribers of one client and channel share one Bayeux subscription', async () => {
    const others: string[] = [];
    const first = fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    await subscribed(1);
    fromChannel(client, channel).subscribe(record(others));
    await publish('one');
    await eventually(() => {
      expect([events, others]).toEqual([['one'], ['one']]);
    });
    first.unsubscribe();
    await publish('two');
    await eventually(() => {
      expect([events, others]).toEqual([['one'], ['one', 'two']]);
    });
    expect(server.reports.filter((report) => report.includes('subscribed'))).toEqual([
      `subscribed ${channel}`,
    ]);
  });

  it("[C3] after the server was killed and started again, notifications flow again with nobody's help", async () => {
    const states: string[] = [];
    const status = connectionStatus(client).subscribe(({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    });
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    await subscribed(1);
    await publish('before');
    await eventually(() => {
      expect(events).toEqual(['before']);
    });
    await eventually(() => {
      expect(states).toEqual(['idle', 'connecting', 'connected']);
    });
    for (const restart of [1, 2]) {
      await server.kill();
      await eventually(() => {
        expect(states.at(-1)).toBe('interrupted');
      });
      await server.start();
      await subscribed(1 + restart);
      await publish(`after ${restart}`);
      await eventually(() => {
        expect(events.at(-1)).toBe(`after ${restart}`);
      });
      await eventually(() => {
        expect(states.at(-1)).toBe('connected');
      });
    }
    expect(events).toEqual(['before', 'after 1', 'after 2']);
    expect(states).toEqual([
      'idle',
      'connecting',
      'connected',
      'interrupted',
      'restoring',
      'connected',
      'interrupted',
      'restoring',
      'connected',
    ]);
    status.unsubscribe();
  });

  it('[C4] after the session expired on the server, it subscribes again in the new one, and hears nothing twice', async () => {
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    await subscribed(1);
    await server.tell({ type: 'expire' });
    await subscribed(2);
    await publish('after');
    await publish('last');
    await eventually(() => {
      expect(events).toEqual(['after', 'last']);
    });
  });

  it('[C5] a denied subscription errors every subscriber, with the reply of the server', async () => {
    await server.tell({ type: 'deny', channel });
    const errors: unknown[] = [];
    fromChannel(client, channel).subscribe({ error: (error: unknown) => errors.push(error) });
    fromChannel(client, channel).subscribe({ error: (error: unknown) => errors.push(error) });
    client.handshake();
    await eventually(() => {
      expect(errors).toHaveLength(2);
    });
    for (const error of errors) {
      expect(error).toMatchObject({
        name: 'SubscriptionDeniedError',
        channel,
        reply: {
          channel: '/meta/subscribe',
          successful: false,
          error: '403::subscribe_denied',
          subscription: channel,
        },
      });
      expect(String(error)).toContain('403::subscribe_denied');
    }
  });

  it('[C6] a disconnect by the server errors every subscriber with SessionEndedError', async () => {
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    await subscribed(1);
    await server.tell({ type: 'kick' });
    await eventually(() => {
      expect(events).toEqual([expect.stringContaining('SessionEndedError: The server ended the session')]);
    });
  });

  it("[C7] the client's own disconnect completes it, and it can be subscribed to again", async () => {
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    await subscribed(1);
    client.disconnect();
    expect(client.getStatus()).toBe('disconnecting');
    fromChannel(client, '/v2/me/calls').subscribe(record(events));
    await eventually(() => {
      expect(events).toEqual(['complete']);
    });
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    await subscribed(2);
    await publish('again');
    await eventually(() => {
      expect(events).toEqual(['complete', 'again']);
    });
    expect(server.reports).toContain('subscribed /v2/me/calls');
  });

  it('[C8] may be subscribed to in the callback and in the listeners of the handshake', async () => {
    client.addListener('/meta/handshake', ({ successful }) => {
      if (successful === true) fromChannel(client, '/v2/me/calls').subscribe(record(events));
    });
    client.handshake(({ successful }) => {
      if (successful === true) fromChannel(client, channel).subscribe(record(events));
    });
    await subscribed(1);
    await eventually(() => {
      expect(server.reports).toContain('subscribed /v2/me/calls');
    });
    await publish('one');
    await eventually(() => {
      expect(events).toEqual(['one']);
    });
  });

  it('[C9] a subscriber that throws takes neither the others nor the client along', async () => {
    const thrown: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => {
      thrown.push(error);
    });
    const failing = fromChannel(client, channel).subscribe(() => {
      throw new Error('mine');
    });
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    await subscribed(1);
    await publish('one');
    await publish('two');
    await eventually(() => {
      expect(events).toEqual(['one', 'two']);
    });
    await eventually(() => {
      expect(thrown.map(String)).toEqual(['Error: mine', 'Error: mine']);
    });
    failing.unsubscribe();
    process.removeAllListeners('uncaughtException');
    for (const listener of listeners) process.on('uncaughtException', listener);
  });

  it('[C24] disconnecting while the handshake is under way completes it', async () => {
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    client.disconnect();
    await eventually(() => {
      expect(events).toEqual(['complete']);
    });
  });

  it('[C25] a refusal is told, too, if the app itself asked for the channel first', async () => {
    await server.tell({ type: 'deny', channel });
    fromChannel(client, channel).subscribe(record(events));
    client.handshake(() => {
      client.subscribe(channel, () => undefined);
    });
    await eventually(() => {
      expect(events).toEqual([expect.stringContaining('SubscriptionDeniedError')]);
    });
  });

  it('[C11] whoever leaves at the change of status that its subscription causes leaves none behind on the server', async () => {
    client.handshake();
    await eventually(() => {
      expect(client.getStatus()).toBe('connected');
    });
    const troubled$ = connectionStatus(client).pipe(filter(({ state }) => state !== 'connected'));
    fromChannel(client, channel).pipe(takeUntil(troubled$)).subscribe(record(events));
    expect(events).toEqual(['complete']);
    fromChannel(client, '/v2/me/calls').subscribe(record(events));
    await eventually(() => {
      expect(server.reports).toContain('subscribed /v2/me/calls');
    });
    expect(server.reports.filter((report) => report === `subscribed ${channel}`)).toHaveLength(
      server.reports.filter((report) => report === `unsubscribed ${channel}`).length,
    );
  });

  it('[C17] a late refusal by an earlier session, with which CometD drops the subscription of this one, leaves it not deaf', async () => {
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    await subscribed(1);
    const late = { channel: '/meta/subscribe', id: '99', successful: false, error: '402::Unknown client' };
    (client as unknown as { receive(message: object): void }).receive({ ...late, subscription: channel });
    await vi.waitFor(
      async () => {
        await publish('heard');
        expect(events).toContain('heard');
      },
      { timeout: 5_000, interval: 100 },
    );
  });

  it('[CS1] a refused handshake is denied, with its reason', async () => {
    await server.tell({ type: 'denyHandshake' });
    const states: unknown[] = [];
    connectionStatus(client).subscribe(({ state, reason }) => states.push([state, reason]));
    client.handshake();
    await eventually(() => {
      expect(states).toEqual([
        ['idle', undefined],
        ['connecting', undefined],
        ['denied', '403::handshake_denied'],
      ]);
    });
  });

  it('[CS2] while no server answers it says so, with the attempts counted, and closed after disconnect()', async () => {
    const url = server.url;
    await server.kill();
    const lonely = cometdClient(url);
    const seen: { state: string; attempt: number }[] = [];
    connectionStatus(lonely).subscribe(({ state, attempt }) => seen.push({ state, attempt }));
    lonely.handshake();
    await eventually(() => {
      expect(seen.at(-1)?.attempt).toBeGreaterThan(2);
    });
    expect(new Set(seen.slice(1).map(({ state }) => state))).toEqual(new Set(['connecting']));
    lonely.disconnect();
    await eventually(() => {
      expect(seen.at(-1)).toEqual({ state: 'closed', attempt: 0 });
    });
  });
});
