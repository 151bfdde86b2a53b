import { describe, expect, it } from 'vitest';
import { basic, entriesOf, signIn, subscribe } from './bayeuxFetch.ts';
import { simulate } from './running.ts';

const post = (url: string, headers: Record<string, string>): Promise<Response> =>
  fetch(url, { method: 'POST', headers, body: '[]' });

describe('authentication', () => {
  it('wants Basic or bearer credentials, and answers 401 with a challenge else', async () => {
    const simulator = await simulate();
    const { url, notificationsUrl, credentials } = simulator;
    expect(credentials).toEqual({ kind: 'basic', user: 'Sam', password: 'secret-of-Sam' });
    const wrong = [
      undefined,
      basic({ ...credentials, password: 'guessed' }),
      basic({ ...credentials, user: 'Bob' }),
      basic({ ...credentials, user: '', password: 'secret-of-' }),
      'Basic ?',
      'Bearer guessed',
      'Bearer',
      basic(credentials).replace('Basic', 'Digest'),
    ];
    for (const authorization of wrong) {
      const headers = authorization === undefined ? {} : { authorization };
      for (const response of [
        await fetch(`${url}/api/v2/me`, { headers }),
        await post(notificationsUrl, headers),
      ]) {
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm="GWS".*, Bearer$/);
        expect(await response.json()).toEqual({
          statusCode: 20,
          statusMessage: 'The credentials are missing or wrong',
        });
      }
    }
    for (const { user, password } of [credentials, simulator.credentialsOf('Zoë')]) {
      const { me } = await signIn(simulator, { kind: 'basic', user, password });
      expect(await me.json()).toMatchObject({ statusCode: 0, user: { userName: user } });
    }
  });

  it('a bearer token stands for its agent until the tokens are revoked', async () => {
    const simulator = await simulate();
    const [sam, bob] = [simulator.issueToken(), simulator.issueToken('Bob')];
    expect(await (await signIn(simulator, sam)).me.json()).toMatchObject({ user: { userName: 'Sam' } });
    expect(await (await signIn(simulator, bob)).me.json()).toMatchObject({ user: { userName: 'Bob' } });
    simulator.revokeTokens();
    expect((await signIn(simulator, sam)).me.status).toBe(401);
    expect((await signIn(simulator, simulator.issueToken())).me.status).toBe(200);
  });

  it('without authentication anybody may connect, and hears the chats of all agents', async () => {
    const simulator = await simulate({ authentication: false });
    const bodies = [
      { channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] },
    ];
    const anonymous = await fetch(simulator.notificationsUrl, {
      method: 'POST',
      body: JSON.stringify(bodies),
    });
    expect(await anonymous.json()).toMatchObject([{ successful: true }]);
    const { received, poll } = await subscribe(simulator);
    const chatIds = [simulator.openChat(), simulator.openChat({ agent: 'Bob' })];
    await poll();
    expect(received.flatMap(({ chat }) => chat?.id ?? [])).toEqual(chatIds);
    const me = await fetch(`${simulator.url}/api/v2/me`);
    expect(await me.json()).toMatchObject({ user: { userName: 'Sam', chats: [{ id: chatIds[0] }] } });
  });
});

describe('the HTTP session', () => {
  it('GET /me opens one, with its cookie and CSRF token, and keeps it for who has it', async () => {
    const simulator = await simulate();
    const { me, headers } = await signIn(simulator);
    expect(me.headers.get('set-cookie')).toMatch(/^JSESSIONID=[0-9A-F]{32}; Path=\/api\/v2; HttpOnly$/);
    expect(me.headers.get('x-csrf-header')).toBe('X-CSRF-TOKEN');
    expect(headers['x-csrf-token']).toMatch(/^[0-9a-f-]{36}$/);

    const again = await fetch(`${simulator.url}/api/v2/me`, { headers });
    expect(again.headers.get('set-cookie')).toBe(null);
    expect(again.headers.get('x-csrf-token')).toBe(headers['x-csrf-token']);
    const other = await signIn(simulator);
    expect(other.headers.cookie).not.toBe(headers.cookie);
    expect(other.headers['x-csrf-token']).not.toBe(headers['x-csrf-token']);
  });

  it('every POST, those of CometD too, is answered 403 without the cookie, the token, or the user', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const { authorization, cookie, 'x-csrf-token': token } = (await signIn(simulator)).headers;
    const other = (await signIn(simulator)).headers;
    const bob = basic(simulator.credentialsOf('Bob'));
    for (const url of [simulator.notificationsUrl, `${simulator.url}/api/v2/me/chats/${chatId}`]) {
      const statuses = [
        await post(url, { authorization }),
        await post(url, { authorization, cookie }),
        await post(url, { authorization, 'x-csrf-token': token }),
        await post(url, { authorization, cookie, 'x-csrf-token': other['x-csrf-token'] }),
        await post(url, { authorization: bob, cookie, 'x-csrf-token': token }),
      ].map(({ status }) => status);
      expect(statuses).toEqual([403, 403, 403, 403, 403]);
      expect((await post(url, { cookie, 'x-csrf-token': token })).status).toBe(401);
      // Nothing is wrong with it but that an empty list is no request.
      expect((await post(url, { authorization, cookie, 'x-csrf-token': token })).status).toBe(400);
    }
    const refused = await post(simulator.notificationsUrl, { authorization, cookie });
    expect(await refused.json()).toEqual({
      statusCode: 3,
      statusMessage: 'The CSRF token is missing or not that of the HTTP session',
    });
  });

  it('belongs to one user: another who has the cookie gets another session', async () => {
    const simulator = await simulate();
    const { cookie } = (await signIn(simulator)).headers;
    const authorization = basic(simulator.credentialsOf('Bob'));
    const me = await fetch(`${simulator.url}/api/v2/me`, { headers: { authorization, cookie } });
    expect(me.headers.get('set-cookie')).toMatch(/^JSESSIONID=/);
    expect(me.headers.get('set-cookie')).not.toMatch(cookie);
  });

  it('at most 1,000 are held: the one that was used longest ago makes room', async () => {
    const simulator = await simulate();
    const [used, unused] = [(await signIn(simulator)).headers, (await signIn(simulator)).headers];
    for (let n = 0; n < 10; n += 1) {
      await Promise.all(Array.from({ length: 100 }, () => signIn(simulator)));
      expect((await post(simulator.notificationsUrl, { ...used })).status).toBe(400);
    }
    expect((await post(simulator.notificationsUrl, { ...unused })).status).toBe(403);
  });

  it('a restart forgets it', async () => {
    const simulator = await simulate();
    const { headers } = await signIn(simulator);
    // Long enough for `fetch` to notice that the connections it keeps are gone.
    await simulator.faults.restart({ downFor: 50 });
    expect((await post(simulator.notificationsUrl, { ...headers })).status).toBe(403);
    expect((await fetch(`${simulator.url}/api/v2/me`, { headers })).headers.get('set-cookie')).not.toBe(null);
  });
});

describe('a channel per agent', () => {
  it('each session hears the chats of its agent alone, once, whatever it has subscribed to', async () => {
    const simulator = await simulate();
    const { channel } = simulator;
    const sam = await subscribe(simulator);
    const bob = await subscribe(simulator, '/v2/me/*', simulator.credentialsOf('Bob'));
    await bob.post({ channel: '/meta/subscribe', clientId: bob.clientId, subscription: channel });
    const chats = [simulator.openChat(), simulator.openChat({ agent: 'Bob' })];
    chats.forEach((chatId) => simulator.say(chatId, 'Agent', `In ${chatId}`));
    await Promise.all([sam.poll(), bob.poll()]);
    expect([sam, bob].map(({ received }) => received.flatMap(({ chat }) => chat?.id ?? []))).toEqual(
      chats.map((chatId) => [chatId]),
    );
    expect([sam, bob].map(({ received }) => entriesOf(received).flatMap(({ text }) => text ?? []))).toEqual(
      chats.map((chatId) => [`In ${chatId}`]),
    );
  });

  it('what the agent of a chat does not hear leaves faults armed and the script waiting', async () => {
    const simulator = await simulate({ chats: 1, messagesPerSecond: 1_000 });
    const { channel, faults } = simulator;
    const bob = await subscribe(simulator, channel, simulator.credentialsOf('Bob'));
    const chatId = simulator.openChat();
    faults.duplicate();
    simulator.say(chatId, 'Agent', 'missed');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(faults.fired.duplicate).toBe(0);
    expect(simulator.chatIds()).toEqual([chatId]);
    const bobs = simulator.openChat({ agent: 'Bob' });
    simulator.say(bobs, 'Agent', 'heard');
    await bob.poll();
    expect(faults.fired.duplicate).toBe(1);
  });

  it('after a cut, drain waits for each agent who was cut off', async () => {
    const simulator = await simulate();
    const { channel, faults } = simulator;
    await subscribe(simulator);
    await subscribe(simulator, channel, simulator.credentialsOf('Bob'));
    faults.expireSessions();
    let drained = false;
    const draining = simulator.drain().then(() => {
      drained = true;
    });
    void (await subscribe(simulator)).polling();
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(drained).toBe(false);
    void (await subscribe(simulator, channel, simulator.credentialsOf('Bob'))).polling();
    await draining;
  });
});

describe('a page served from elsewhere', () => {
  it('may ask with cookies and read what it needs, and preflights need no credentials', async () => {
    const { url, faults } = await simulate();
    const origin = 'http://localhost:4200';
    faults.http(503);
    const preflight = await fetch(`${url}/api/v2/me/chats/C1`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-csrf-token',
      },
    });
    expect(preflight.status).toBe(204);
    const granted = Object.fromEntries(preflight.headers);
    expect(granted).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization,x-csrf-token',
      vary: 'Origin',
    });
    for (const status of [503, 401]) {
      const response = await fetch(`${url}/api/v2/me`, { headers: { origin } });
      expect(response.status).toBe(status);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'X-CSRF-HEADER, X-CSRF-TOKEN, Retry-After',
      });
    }
  });
});
