import { map } from 'rxjs';
import type { FakeBayeuxClient } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { client as cometdClient, eventually, handshaken, transport } from '../transport/clients.ts';
import { serveBayeux } from '../transport/servers.ts';
import { overFake, summary } from './overFake.ts';
import { hear, session } from './sessions.ts';

const channel = '/v2/me/chats';

describe('a client of your own', () => {
  it('is waited for until it has shaken hands, and after every end; nothing is lost of what it hears', () => {
    const { chats, client, say } = overFake({}, false);
    const heard = hear(chats.notifications$.pipe(map(summary)));
    const status = hear(chats.status$);
    expect(client.requests).toEqual([]);
    client.handshake();
    say('A', 1);
    client.handshake();
    say('A', 1, 2);
    client.interrupt();
    client.resume();
    client.expireSession();
    client.handshake();
    say('A', 3);
    expect(heard.values).toEqual(['live A 1', 'live A 2', 'live A 3']);
    expect(status.values.at(-1)?.state).toBe('connected');
    expect(heard.errors).toEqual([]);
  });

  it.each([
    ['a session that was lost', (client) => { client.expireSession(); client.handshake(); }], // prettier-ignore
    ['a cut, because nobody knows whether messages are acknowledged', (client) => { client.interrupt(); client.resume(); }], // prettier-ignore
  ] as [string, (client: FakeBayeuxClient) => void][])(
    'without history the status says what may be missing after %s',
    (_, lose) => {
      const { chats, client } = overFake();
      hear(chats.status$);
      expect(chats.status.missing).toBeUndefined();
      lose(client);
      expect(chats.status).toMatchObject({
        state: 'connected',
        missing: { from: expect.any(Number) as number, to: expect.any(Number) as number },
      });
    },
  );

  it.each(['endSession', 'retire', 'disconnect'] as const)(
    '%s is no end of the session: it is idle until the client shakes hands again',
    async (end) => {
      const { chats, client, say } = overFake();
      const [heard, status] = [hear(chats.notifications$.pipe(map(summary))), hear(chats.status$)];
      client[end]();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(status.values.at(-1)?.state).toBe('idle');
      client.handshake();
      say('A', 1);
      expect([heard.values, heard.errors]).toEqual([['live A 1'], []]);
      expect(status.values.map(({ state }) => state)).not.toContain('closed');
      expect(status.values.at(-1)?.state).toBe('connected');
    },
  );

  it('[SS49] a denied channel is the state denied, until reconnect() asks for it again', async () => {
    const { chats, client, say } = overFake();
    client.denySubscriptions('403::not yours');
    const heard = hear(chats.notifications$.pipe(map(summary)));
    expect(chats.status).toMatchObject({
      state: 'denied',
      reason: expect.stringContaining('403::not yours') as string,
    });
    client.denySubscriptions();
    chats.reconnect();
    await eventually(() => {
      expect(chats.status.state).toBe('connected');
    });
    say('A', 1);
    expect(heard).toMatchObject({ values: ['live A 1'], errors: [] });
  });

  it('a denied handshake is reported, and the client may handshake again', () => {
    const { chats, client, say } = overFake({}, false);
    const [heard, status] = [hear(chats.notifications$.pipe(map(summary))), hear(chats.status$)];
    client.denyHandshake();
    expect(status.values.at(-1)?.state).toBe('denied');
    client.handshake();
    say('A', 1);
    expect([heard.values, status.values.at(-1)?.state]).toEqual([['live A 1'], 'connected']);
  });

  it('is guarded against advice while it is used, and is left as it was: neither disconnected nor changed', async () => {
    const { client } = overFake();
    const extensions = new Set<string>();
    const watched = {
      ...client,
      registerExtension: (name: string) => Boolean(extensions.add(name)),
      unregisterExtension: (name: string) => extensions.delete(name),
    };
    const [one, two] = [session({ client: watched, linger: 0 }), session({ client: watched, linger: 0 })];
    hear(one.notifications$);
    const second = hear(two.notifications$);
    expect(extensions.size).toBe(3); // a guard each, and one for handshakes
    second.subscription.unsubscribe();
    await eventually(() => {
      expect(extensions.size).toBe(2);
    });
    await Promise.all([one.close(), two.close()]);
    expect([extensions.size, client.subscriptions, client.getStatus()]).toEqual([0, [], 'connected']);
  });

  it('works over a CometD client and a real server, and leaves the client connected', async () => {
    const { url, bayeux } = await serveBayeux();
    const own = await cometdClient(transport(), url);
    const chats = session({ client: own });
    const [heard, status] = [hear(chats.notifications$), hear(chats.status$)];
    await handshaken(own);
    await eventually(() => {
      expect(status.values.at(-1)?.state).toBe('connected');
    });
    const chat = { id: 'A', state: 'Chatting' };
    bayeux.getServerChannel(channel).publish(null, {
      messageType: 'ChatStateChangeMessage',
      notificationType: 'StatusChange',
      chat,
    });
    await eventually(() => {
      expect(heard.values).toMatchObject([{ chat }]);
    });
    await chats.close();
    // `connecting` is what it says between two polls, too.
    expect(['connected', 'connecting']).toContain(own.getStatus());
  });
});
