import { VirtualTimeScheduler } from 'rxjs';
import { fakeBayeuxClient } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import type { BayeuxClient, ConnectionStatus } from '../../../src/channel/index.ts';
import { type Connection, followClient } from '../../../src/session/connection/index.ts';
import { stubClient } from '../../channel/stubClient.ts';

/** Not the default, so that the tests show that the option counts. */
const initialDelay = 300;

function follow(client: BayeuxClient) {
  const scheduler = new VirtualTimeScheduler();
  const statuses: ConnectionStatus[] = [];
  const messages: unknown[] = [];
  const connected: (number | undefined)[] = [];
  const connection: Connection = followClient({
    client,
    channel: '/c',
    scheduler,
    policy: { initialDelay },
    scrub: (text) => text.replaceAll('secret', '***'),
    onStatus: (status) => statuses.push(status),
    onMessage: ({ data }) => messages.push(data),
    onConnected: (lostFrom) => connected.push(lostFrom),
  });
  connection.want();
  const pass = (ms: number): void => {
    scheduler.maxFrames = scheduler.frame + ms;
    scheduler.schedule(() => undefined, ms);
    scheduler.flush();
  };
  return { connection, statuses, messages, connected, pass, scheduler };
}

describe('followClient', () => {
  it('delivers, and reports a new session as one that may have missed something', () => {
    const client = fakeBayeuxClient();
    const made = follow(client);
    client.handshake();
    client.publish('/c', 'one');
    made.pass(5_000);
    client.handshake();
    client.publish('/c', 'two');
    expect(made.messages).toEqual(['one', 'two']);
    expect(made.connected).toEqual([undefined, 0]);
    expect(made.statuses.at(-1)?.state).toBe('connected');
    expect(made.statuses.every(({ since }) => since <= 5_000)).toBe(true); // no clock but the scheduler's
  });

  it("shows the client's own disconnect() as idle", () => {
    const client = fakeBayeuxClient();
    const made = follow(client);
    client.handshake();
    client.disconnect();
    expect(made.connection.status().state).toBe('idle');
    client.handshake();
    made.pass(1);
    expect(made.connection.status().state).toBe('connected');
  });

  it('never errors: a denied channel is denied until reconnect(), which subscribes once in `initialDelay` at most', () => {
    const stub = stubClient({ status: 'connected', clientId: 'a' });
    const made = follow(stub.client);
    const deny = (): void => {
      stub.subscribed
        .at(-1)
        ?.onReply({ channel: '/meta/subscribe', successful: false, error: '403::secret' });
    };
    deny();
    expect(made.connection.status()).toMatchObject({ state: 'denied' });
    expect(made.connection.status().reason).toContain('403::***');
    made.connection.unwant();
    made.connection.want();
    made.pass(60_000);
    expect(stub.subscribed).toHaveLength(1);
    for (let times = 0; times < 100; times += 1) {
      made.connection.reconnect();
      made.pass(10);
      if (stub.subscribed.length > 1) deny();
    }
    expect(stub.subscribed).toHaveLength(5); // the first one, and four in 1,000 ms
  });

  it('what the client throws is failed', () => {
    const stub = stubClient({ status: 'connected', clientId: 'a' });
    stub.client.subscribe = () => {
      throw new Error('broken');
    };
    const made = follow(stub.client);
    expect(made.connection.status()).toMatchObject({ state: 'failed', reason: 'broken' });
  });

  it('close() leaves no listener and no extension', async () => {
    const stub = stubClient({ status: 'connected', clientId: 'a' });
    const made = follow(stub.client);
    await made.connection.close();
    expect([stub.listeners.size, stub.extensions.size]).toEqual([0, 0]);
    expect(made.connection.status().state).toBe('closed');
    made.connection.want();
    made.connection.reconnect();
  });
});
