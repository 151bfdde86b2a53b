import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fromChannel } from '../../src/channel/index.ts';
import { channel, eventually, overServer, record } from './overServer.ts';

describe('fromChannel over HTTP to a CometD server', () => {
  it('a denied subscription errors every subscriber, with the reply of the server', async () => {
    const { client, server } = await overServer();
    await server.sendCommand({ type: 'deny', channel });
    const errors: unknown[] = [];
    const denial = /403:\w*:subscribe_denied/;
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
          error: expect.stringMatching(denial) as string,
          subscription: channel,
        },
      });
      expect(String(error)).toMatch(denial);
    }
  });

  it('a disconnect by the server errors every subscriber with SessionEndedError', async () => {
    const { client, server, events, subscribed } = await overServer();
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    await subscribed(1);
    // A server does not report that it ends a session between two polls: the client signs in again, and is ended again.
    await eventually(async () => {
      await server.sendCommand({ type: 'kick' });
      await sleep(500);
      expect(events).toEqual([expect.stringContaining('SessionEndedError: The server ended the session')]);
    });
  });

  it("the client's own disconnect completes it, and it can be subscribed to again", async () => {
    const { client, server, events, publish, subscribed } = await overServer();
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

  it('disconnecting while the handshake is under way completes it', async () => {
    const { client, events } = await overServer();
    fromChannel(client, channel).subscribe(record(events));
    client.handshake();
    client.disconnect();
    await eventually(() => {
      expect(events).toEqual(['complete']);
    });
  });

  it('a refusal is reported, also if the app itself subscribed first', async () => {
    const { client, server, events } = await overServer();
    await server.sendCommand({ type: 'deny', channel });
    fromChannel(client, channel).subscribe(record(events));
    client.handshake(() => {
      client.subscribe(channel, () => undefined);
    });
    await eventually(() => {
      expect(events).toEqual([expect.stringContaining('SubscriptionDeniedError')]);
    });
  });
});
