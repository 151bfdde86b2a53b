import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { basic, type Message, signIn } from './bayeuxFetch.ts';
import { simulate } from './running.ts';

/** A client that sends the given token. */
async function client(simulator: Simulator): Promise<{
  readonly first: string;
  readonly post: (token: string, message: object, path?: string) => Promise<Response>;
  readonly me: () => Promise<Response>;
}> {
  const { me, headers } = await signIn(simulator);
  const { authorization, cookie } = headers;
  let browser = '';
  return {
    first: tokenOf(me) ?? '',
    async post(token, message, path = '/api/v2/notifications') {
      const reply = await fetch(simulator.url + path, {
        method: 'POST',
        headers: { ...headers, cookie: cookie + browser, 'x-csrf-token': token },
        body: JSON.stringify(message),
      });
      const [given] = reply.headers.get('set-cookie')?.split(';') ?? [];
      if (given !== undefined) browser = `; ${given}`;
      return reply;
    },
    me: () => fetch(`${simulator.url}/api/v2/me`, { headers: { authorization, cookie } }),
  };
}

const tokenOf = ({ headers }: Response): string | null => headers.get('x-csrf-token');

/** How long a request takes to reach the server, at most. */
const ARRIVES = 150;

const HANDSHAKE = [
  { channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] },
];

const connection = (clientId: string): object => [
  { channel: '/meta/connect', clientId, connectionType: 'long-polling' },
];

async function clientIdOf(reply: Response): Promise<string> {
  // Cast: a Bayeux server replies with messages.
  const [message] = (await reply.json()) as readonly Message[];
  return message?.clientId ?? '';
}

describe("csrf: 'off'", () => {
  it('GET /me gives no token, and POSTs need none, but the cookie', async () => {
    const simulator = await simulate({ csrf: 'off' });
    const { me, headers } = await signIn(simulator);
    expect([me.headers.get('x-csrf-header'), tokenOf(me)]).toEqual([null, null]);
    const { authorization, cookie } = headers;
    const chatId = simulator.openChat();
    for (const [path, body] of [
      ['/api/v2/notifications', HANDSHAKE],
      [`/api/v2/me/chats/${chatId}`, { operationName: 'Complete' }],
    ] as const) {
      const post = (more: Record<string, string>): Promise<Response> =>
        fetch(simulator.url + path, {
          method: 'POST',
          headers: { authorization, ...more },
          body: JSON.stringify(body),
        });
      expect((await post({})).status).toBe(403);
      const accepted = await post({ cookie });
      expect([accepted.status, tokenOf(accepted)]).toEqual([200, null]);
    }
    expect(simulator.truth(chatId).status).toBe('Completed');
  });
});

describe("csrf: 'session'", () => {
  it('is the default: no POST brings a token, and the first one stays', async () => {
    const { first, post } = await client(await simulate());
    expect(tokenOf(await post(first, HANDSHAKE))).toBe(null);
    expect((await post(first, HANDSHAKE)).status).toBe(200);
  });
});

describe("csrf: 'rotating'", () => {
  it('the reply to every POST brings a new token; the one before is answered 403', async () => {
    const simulator = await simulate({ csrf: 'rotating' });
    const { first, post, me } = await client(simulator);
    const handshake = await post(first, HANDSHAKE);
    const second = tokenOf(handshake) ?? '';
    expect(handshake.headers.get('x-csrf-header')).toBe('X-CSRF-TOKEN');
    expect(second).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
    const refused = await post(first, HANDSHAKE);
    expect([refused.status, tokenOf(refused)]).toEqual([403, null]);
    expect(tokenOf(await me())).toBe(second);

    const chatId = simulator.openChat();
    const operation = { operationName: 'SendMessage', text: 'a' };
    const sent = await post(second, operation, `/api/v2/me/chats/${chatId}`);
    const third = tokenOf(sent) ?? '';
    expect([sent.status, third === second]).toEqual([200, false]);
    expect((await post(second, operation, `/api/v2/me/chats/${chatId}`)).status).toBe(403);
    const unknown = await post(third, operation, '/api/v2/me/chats/C0');
    expect(unknown.status).toBe(404);
    expect((await post(third, HANDSHAKE)).status).toBe(403);
    expect((await post(tokenOf(unknown) ?? '', HANDSHAKE)).status).toBe(200);
  });

  it('a held poll brings its token when it is answered, and that is the newest then', async () => {
    const simulator = await simulate({ csrf: 'rotating' });
    const { first, post } = await client(simulator);
    const handshake = await post(first, HANDSHAKE);
    const clientId = await clientIdOf(handshake);
    const subscribed = await post(tokenOf(handshake) ?? '', [
      { channel: '/meta/subscribe', clientId, subscription: simulator.channel },
    ]);
    const held = post(tokenOf(subscribed) ?? '', connection(clientId));
    await sleep(ARRIVES);
    const chatId = `C${Date.now()}`;
    // What the held poll was sent with is still the newest token.
    const beside = await post(tokenOf(subscribed) ?? '', {}, '/api/v2/me/chats/C0');
    expect(beside.status).toBe(404);
    simulator.openChat({ id: chatId });
    const token = tokenOf(await held) ?? '';
    expect((await post(tokenOf(beside) ?? '', {}, `/api/v2/me/chats/${chatId}`)).status).toBe(403);
    const operation = { operationName: 'Complete' };
    expect((await post(token, operation, `/api/v2/me/chats/${chatId}`)).status).toBe(200);
  });

  it('a token that was never sent does not count: the order of sending decides', async () => {
    const simulator = await simulate({ csrf: 'rotating' });
    const { first, post, me } = await client(simulator);
    simulator.faults.delay(60_000);
    const late = post(first, HANDSHAKE);
    await sleep(ARRIVES);
    simulator.faults.delay(0);
    expect((await late).status).toBe(200);
    expect(tokenOf(await me())).toBe(tokenOf(await late));
    simulator.faults.delay(60_000);
    const lost = post(tokenOf(await late) ?? '', HANDSHAKE).catch(() => undefined);
    await sleep(ARRIVES);
    simulator.faults.dropConnections();
    await lost;
    simulator.faults.delay(0);
    expect(tokenOf(await me())).toBe(tokenOf(await late));
    expect((await post(tokenOf(await late) ?? '', HANDSHAKE)).status).toBe(200);
  });

  it('a page of another origin can read the token of every reply', async () => {
    const simulator = await simulate({ csrf: 'rotating' });
    const { headers } = await signIn(simulator);
    const reply = await fetch(simulator.notificationsUrl, {
      method: 'POST',
      headers: { ...headers, origin: 'http://localhost:4200' },
      body: JSON.stringify(HANDSHAKE),
    });
    expect(tokenOf(reply)).not.toBe(null);
    expect(reply.headers.get('access-control-expose-headers')?.split(', ')).toEqual(
      expect.arrayContaining(['X-CSRF-HEADER', 'X-CSRF-TOKEN']),
    );
  });

  it('other HTTP sessions keep their tokens, and a refused user gets none', async () => {
    const simulator = await simulate({ csrf: 'rotating' });
    const [one, two] = [await client(simulator), await client(simulator)];
    await one.post(one.first, HANDSHAKE);
    expect((await two.post(two.first, HANDSHAKE)).status).toBe(200);
    const stranger = await fetch(simulator.notificationsUrl, {
      method: 'POST',
      headers: { authorization: basic({ ...simulator.credentials, password: 'guessed' }) },
      body: JSON.stringify(HANDSHAKE),
    });
    expect([stranger.status, tokenOf(stranger)]).toEqual([401, null]);
  });
});
