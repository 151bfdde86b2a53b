import { describe, expect, it, vi } from 'vitest';
import { connectionStatus, fromChannel } from '../../src/channel/index.ts';
import { channel, eventually, overServer, record } from './overServer.ts';

describe('fromChannel over HTTP to a CometD server', () => {
  it("[C3] after the server was killed and started again, notifications flow again with nobody's help", async () => {
    const { client, server, events, publish, subscribed } = await overServer();
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
      'reconnecting',
      'connected',
      'interrupted',
      'reconnecting',
      'connected',
    ]);
    status.unsubscribe();
  });

  it('after the session expired on the server, it subscribes in the new one, without duplicates', async () => {
    const { client, server, events, publish, subscribed } = await overServer();
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    await subscribed(1);
    await server.sendCommand({ type: 'expire' });
    await subscribed(2);
    await publish('after');
    await publish('last');
    await eventually(() => {
      expect(events).toEqual(['after', 'last']);
    });
  });

  it('a late refusal by an earlier session, with which CometD drops the subscription of this one, is followed by a new one', async () => {
    const { client, events, publish, subscribed } = await overServer();
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
});
