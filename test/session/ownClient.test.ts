import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { client as cometdClient, eventually, handshaken, transport } from '../transport/clients.ts';
import { serveBayeux } from '../transport/servers.ts';
import { overFake, summary } from './overFake.ts';
import { hear, session } from './sessions.ts';

const channel = '/v2/me/chats';

describe("a client of one's own", () => {
  it('[SS35] is waited for until it has shaken hands, and after every end; nothing is lost of what it hears', () => {
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

  it('[SS35] a session of it that was lost is told as a hole, and a cut within one is not', () => {
    const { chats, client } = overFake();
    const status = hear(chats.status$);
    const last = (): string | undefined => status.values.at(-1)?.reason;
    client.interrupt();
    client.resume();
    expect([status.values.at(-1)?.state, last()]).toEqual(['connected', undefined]);
    client.expireSession();
    client.handshake();
    expect([status.values.at(-1)?.state, last()]).toEqual([
      'connected',
      expect.stringMatching(/^the connection was lost/),
    ]);
  });

  it.each(['endSession', 'retire', 'disconnect'] as const)(
    '[SS35] %s is no end of the session: it is idle until the client shakes hands again',
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

  it('[SS36] a denied channel is denied, and asked for again by whoever subscribes next', () => {
    const { chats, client, say } = overFake();
    client.denySubscriptions('403::not yours');
    const status = hear(chats.status$);
    const denied = hear(chats.notifications$);
    expect(denied.errors).toMatchObject([
      { name: 'ConnectionDeniedError', message: expect.stringContaining('403::not yours') as string },
    ]);
    expect(status.values.at(-1)).toMatchObject({ state: 'denied' });
    client.denySubscriptions();
    const again = hear(chats.notifications$.pipe(map(summary)));
    say('A', 1);
    expect(again.values).toEqual(['live A 1']);
    expect([status.errors, status.values.at(-1)?.state]).toEqual([[], 'connected']);
  });

  it('[SS36] a denied handshake is told, and leaves the client to shake hands again', () => {
    const { chats, client, say } = overFake({}, false);
    const [heard, status] = [hear(chats.notifications$.pipe(map(summary))), hear(chats.status$)];
    client.denyHandshake();
    expect(status.values.at(-1)?.state).toBe('denied');
    client.handshake();
    say('A', 1);
    expect([heard.values, status.values.at(-1)?.state]).toEqual([['live A 1'], 'connected']);
  });

  it('[SS37] is guarded against advice while it is used, and is left as it was: neither disconnected nor changed', async () => {
    const { client } = overFake();
    const extensions = new Set<string>();
    const watched = {
      ...client,
      registerExtension: (name: string) => Boolean(extensions.add(name)),
      unregisterExtension: (name: string) => extensions.delete(name),
    };
    const [one, two] = [session({ client: watched, lingerMs: 0 }), session({ client: watched, lingerMs: 0 })];
    hear(one.notifications$);
    const second = hear(two.notifications$);
    expect(extensions.size).toBe(3); // a guard each, and what hears of handshakes
    second.subscription.unsubscribe();
    await eventually(() => {
      expect(extensions.size).toBe(2);
    });
    await Promise.all([one.close(), two.close()]);
    expect([extensions.size, client.subscriptions, client.getStatus()]).toEqual([0, [], 'connected']);
  });

  it('[SS35] works over a CometD client and a real server, and leaves the client connected', async () => {
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
