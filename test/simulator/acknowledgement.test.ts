import { setTimeout as sleep } from 'node:timers/promises';
import { AckExtension, CometD } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { describe, expect, it } from 'vitest';
import { type Data, entriesOf, subscribe } from './bayeuxFetch.ts';
import { eventually, simulate } from './running.ts';

/** A session of a subscriber that asks for acknowledgements, or does not. */
async function session(ack: boolean, ext?: object) {
  const simulator = await simulate({ ack });
  const { post } = await subscribe(simulator);
  const [handshake] = await post({ channel: '/meta/handshake', version: '1.0', ...(ext && { ext }) });
  const clientId = handshake?.clientId ?? '';
  await post({ channel: '/meta/subscribe', clientId, subscription: simulator.channel });
  return {
    simulator,
    handshake,
    poll: async (id: string, acknowledged: number): Promise<number> => {
      const ext = { ack: acknowledged };
      const connect = { channel: '/meta/connect', id, clientId, connectionType: 'long-polling' };
      const replies = await post({ ...connect, ext, advice: { timeout: 0 } });
      return replies.filter(({ channel }) => channel === simulator.channel).length;
    },
  };
}

describe('the acknowledgement extension', () => {
  it('what was not acknowledged comes again', async () => {
    const { simulator, handshake, poll } = await session(true, { ack: true });
    expect(handshake).toMatchObject({ ext: { ack: true } });
    simulator.openChat();
    expect(await poll('1', 0)).toBe(2);
    expect(await poll('2', 0)).toBe(2);
    expect(await poll('3', 2)).toBe(0);
  });

  it.each([
    [true, undefined],
    [false, { ack: true }],
  ])('with ack %j, a client that asks with ext %j is served without', async (ack, ext) => {
    const { simulator, handshake, poll } = await session(ack, ext);
    expect(handshake).not.toHaveProperty('ext');
    simulator.openChat();
    expect(await poll('1', 0)).toBe(2);
    expect(await poll('2', 0)).toBe(0);
  });

  it('a CometD client with it loses nothing to dropped connections, and receives no duplicates', async () => {
    adapt();
    const simulator = await simulate({ authentication: false });
    const client = new CometD();
    client.unregisterTransport('websocket');
    client.registerExtension('ack', new AckExtension());
    client.configure({ url: simulator.notificationsUrl, backoffIncrement: 5, logLevel: 'warn' });
    const received: Data[] = [];
    let subscribed = false;
    client.handshake(() => {
      client.subscribe(
        simulator.channel,
        ({ data }) => {
          // Cast: the simulator publishes nothing else.
          received.push(data as Data);
        },
        () => (subscribed = true),
      );
    });
    await eventually(() => subscribed);
    const chatId = simulator.openChat();
    for (let message = 0; message < 200; message += 1) {
      simulator.say(chatId, 'Customer', String(message));
      if (message % 20 === 10) simulator.faults.dropConnections();
      await sleep(2);
    }
    await simulator.drain();
    await eventually(() => entriesOf(received).length >= 202);
    expect(entriesOf(received).map(({ index }) => index)).toEqual(
      simulator.truth(chatId).messages.map(({ index }) => index),
    );
    expect(simulator.faults.fired.dropConnections).toBeGreaterThan(3);
    await new Promise<void>((resolve) => {
      client.disconnect(() => {
        resolve();
      });
    });
  });
});

describe('the patience of the server', () => {
  it('timeout is how long a poll is held that has nothing to tell', async () => {
    const { poll } = await subscribe(await simulate({ timeout: 80 }));
    const startedAt = performance.now();
    expect(await poll()).toMatchObject([{ channel: '/meta/connect', successful: true }]);
    const taken = performance.now() - startedAt;
    expect(taken).toBeGreaterThan(75);
    expect(taken).toBeLessThan(2_000);
  });

  it('maxInterval is how long a session lives that does not poll', async () => {
    const { poll, post, clientId } = await subscribe(await simulate({ maxInterval: 60 }));
    await sleep(200);
    expect(await poll()).toMatchObject([{ error: '402::session_unknown' }]);
    expect(await post({ channel: '/meta/disconnect', clientId })).toMatchObject([
      { error: '402::session_unknown' },
    ]);
  });
});
