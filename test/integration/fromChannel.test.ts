import { filter, takeUntil } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { connectionStatus, fromChannel } from '../../src/channel/index.ts';
import { channel, eventually, overServer, record } from './overServer.ts';

describe('fromChannel over HTTP to a CometD server', () => {
  it('[C1] is cold, waits for the handshake, and the last to leave unsubscribes on the server', async () => {
    const { client, server, events, publish, subscribed } = await overServer();
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
    await publish('missed');
    messages$.subscribe(record(events));
    await subscribed(2);
    await publish('two');
    await eventually(() => {
      expect(events).toEqual(['one', 'two']);
    });
  });

  it('all subscribers of one client and channel share one Bayeux subscription', async () => {
    const { client, server, events, publish, subscribed } = await overServer();
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

  it('may be subscribed to in the callback and in the listeners of the handshake', async () => {
    const { client, server, events, publish, subscribed } = await overServer();
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
    const { client, events, publish, subscribed } = await overServer();
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

  it('unsubscribing at the change of status that the subscription causes leaves none behind on the server', async () => {
    const { client, server, events } = await overServer();
    client.handshake();
    await eventually(() => {
      expect(client.getStatus()).toBe('connected');
    });
    const disconnected$ = connectionStatus(client).pipe(filter(({ state }) => state !== 'connected'));
    fromChannel(client, channel).pipe(takeUntil(disconnected$)).subscribe(record(events));
    expect(events).toEqual(['complete']);
    fromChannel(client, '/v2/me/calls').subscribe(record(events));
    await eventually(() => {
      expect(server.reports).toContain('subscribed /v2/me/calls');
    });
    expect(server.reports.filter((report) => report === `subscribed ${channel}`)).toHaveLength(
      server.reports.filter((report) => report === `unsubscribed ${channel}`).length,
    );
  });
});
