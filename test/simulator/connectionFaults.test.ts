import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { entriesOf, signIn, subscribe } from './bayeuxFetch.ts';
import { eventually, simulate } from './running.ts';

/** A connection without a client library, and what happened to it. */
async function rawConnection({
  url,
}: Simulator): Promise<{ readonly socket: Socket; readonly events: string[] }> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const events: string[] = [];
  for (const name of ['data', 'end', 'error', 'close']) socket.on(name, () => events.push(name));
  await once(socket, 'connect');
  return { socket, events };
}

const ASK = 'GET /api/v2/me HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('faults.expireSessions', () => {
  it('silently forgets Bayeux sessions: the next request in one is answered 402; HTTP sessions stay', async () => {
    const simulator = await simulate();
    const { poll } = await subscribe(simulator);
    simulator.faults.expireSessions();
    expect(await poll()).toMatchObject([
      { successful: false, error: '402::session_unknown', advice: { reconnect: 'handshake' } },
    ]);
    expect(simulator.faults.fired.expireSessions).toBe(1);
    simulator.faults.expireSessions();
    expect(simulator.faults.fired.expireSessions).toBe(1);
  });

  it('who polls notices when the poll ends, and what is published meanwhile is lost', async () => {
    const simulator = await simulate({ timeout: 150 });
    const { received, poll } = await subscribe(simulator);
    const chatId = simulator.openChat();
    await poll();
    const startedAt = performance.now();
    const held = poll();
    await sleep(30);
    simulator.faults.expireSessions();
    simulator.say(chatId, 'Agent', 'lost');
    expect(await held).toMatchObject([{ channel: '/meta/connect', successful: true }]);
    expect(performance.now() - startedAt).toBeGreaterThan(140);
    expect(await poll()).toMatchObject([{ successful: false }]);
    expect(entriesOf(received).map(({ text }) => text)).not.toContain('lost');
  });

  it('the script waits until somebody has subscribed again', async () => {
    const simulator = await simulate({ chats: 1, messagesPerSecond: 1_000 });
    void (await subscribe(simulator)).polling();
    await eventually(() => simulator.chatIds().length > 0);
    simulator.faults.expireSessions();
    const truth = (): object[] => simulator.chatIds().map((chatId) => simulator.truth(chatId));
    const before = truth();
    await sleep(60);
    expect(truth()).toEqual(before);
    void (await subscribe(simulator)).polling();
    await eventually(() => truth().length > before.length);
  });

  it('with http it forgets HTTP sessions, too: POSTs are answered 403', async () => {
    const simulator = await simulate();
    const { headers } = await signIn(simulator);
    const { poll } = await subscribe(simulator);
    simulator.faults.expireSessions({ http: true });
    await expect(poll()).rejects.toThrow('HTTP 403');
    const post = await fetch(`${simulator.url}/api/v2/me/chats/C1`, { method: 'POST', headers });
    expect(post.status).toBe(403);
    await signIn(simulator);
    simulator.faults.expireSessions({ http: true });
    expect(simulator.faults.fired.expireSessions).toBe(2);
  });
});

describe('faults.dropConnections', () => {
  it('destroys all open connections, idle ones too, while the sessions stay', async () => {
    const simulator = await simulate();
    const { socket } = await rawConnection(simulator);
    const closed = once(socket, 'close');
    const { received, poll } = await subscribe(simulator);
    const held = poll();
    await sleep(30);
    simulator.faults.dropConnections();
    await Promise.all([closed, expect(held).rejects.toThrow('fetch failed')]);
    expect(simulator.faults.fired.dropConnections).toBe(1);
    await sleep(30);
    const again = poll();
    await sleep(30);
    simulator.openChat();
    expect(await again).toMatchObject([{}, { channel: '/meta/connect', successful: true }]);
    expect(received).toHaveLength(1);
  });

  it('is counted only when there was a connection', async () => {
    const { faults } = await simulate();
    faults.dropConnections();
    expect(faults.fired.dropConnections).toBe(0);
  });
});

describe('faults.blackhole', () => {
  it('open and new connections stay silent, and those with something unanswered are destroyed after it', async () => {
    const simulator = await simulate();
    const asked = await rawConnection(simulator);
    const idle = await rawConnection(simulator);
    const over = simulator.faults.blackhole(200);
    asked.socket.write(ASK);
    const late = await rawConnection(simulator);
    late.socket.write(ASK);
    await sleep(120);
    expect([asked, idle, late].map(({ events }) => events)).toEqual([[], [], []]);
    expect(simulator.faults.fired.blackhole).toBe(1);
    await over;
    await eventually(() => asked.events.includes('close') && late.events.includes('close'));
    expect([asked.events, late.events].flat()).not.toContain('data');
    expect(idle.events).toEqual([]);
    idle.socket.write(ASK);
    await eventually(() => idle.events.includes('data'));
    for (const { socket } of [asked, idle, late]) socket.destroy();
  });

  it('what is asked meanwhile does not happen, what is published meanwhile does not arrive', async () => {
    const simulator = await simulate();
    const { headers } = await signIn(simulator);
    const { received, poll } = await subscribe(simulator);
    const chatId = simulator.openChat();
    await poll();
    const held = poll();
    await sleep(30);
    const over = simulator.faults.blackhole(150);
    simulator.say(chatId, 'Customer', 'into the void');
    const posted = fetch(`${simulator.url}/api/v2/me/chats/${chatId}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ operationName: 'Complete' }),
    });
    await Promise.all([
      over,
      expect(held).rejects.toThrow('fetch failed'),
      expect(posted).rejects.toThrow('fetch failed'),
    ]);
    expect(simulator.truth(chatId).status).toBe('Chatting');
    expect(entriesOf(received).map(({ text }) => text)).not.toContain('into the void');
    expect(simulator.faults.fired.blackhole).toBe(1);
  });

  it('a poll for which there was nothing survives it; a silence without loss is not counted', async () => {
    const simulator = await simulate();
    const { received, poll } = await subscribe(simulator);
    const held = poll();
    await sleep(30);
    await simulator.faults.blackhole(30);
    expect(simulator.faults.fired.blackhole).toBe(0);
    simulator.openChat();
    await held;
    expect(received).not.toEqual([]);
  });

  it('a session that does not get through expires', async () => {
    const simulator = await simulate({ maxInterval: 100, timeout: 50 });
    const { poll } = await subscribe(simulator);
    const held = poll();
    await sleep(20);
    await Promise.all([simulator.faults.blackhole(400), expect(held).rejects.toThrow('fetch failed')]);
    expect(await poll()).toMatchObject([{ successful: false, error: '402::session_unknown' }]);
  });

  it('silences that overlap are one, as long as the longest', async () => {
    const { faults, url } = await simulate();
    const startedAt = performance.now();
    const silences = [faults.blackhole(150), faults.blackhole(20)];
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect(performance.now() - startedAt).toBeGreaterThan(140);
    await Promise.all(silences);
    expect(faults.fired.blackhole).toBe(1);
    expect((await fetch(url)).status).toBe(401);
  });
});

describe('faults.delay', () => {
  it('holds every response back until delay(0), which sends what is held back, and counts them', async () => {
    const simulator = await simulate();
    const { url, faults } = simulator;
    const taken = async (): Promise<number> => {
      const startedAt = performance.now();
      await (await fetch(url)).text();
      return performance.now() - startedAt;
    };
    faults.delay(120);
    expect(Math.min(...(await Promise.all([taken(), taken()])))).toBeGreaterThan(115);
    expect(faults.fired.delay).toBe(2);
    faults.delay(60_000);
    const held = taken();
    await sleep(50);
    faults.delay(0);
    expect(await held).toBeLessThan(5_000);
    expect(faults.fired.delay).toBe(3);
    await taken();
    expect(faults.fired.delay).toBe(3);
  });

  it('reaches polls, too, and jitter adds up to so much', async () => {
    const simulator = await simulate();
    const { poll, received } = await subscribe(simulator);
    simulator.openChat();
    simulator.faults.delay(60, { jitter: 100 });
    const startedAt = performance.now();
    await poll();
    const taken = performance.now() - startedAt;
    expect(taken).toBeGreaterThan(55);
    expect(taken).toBeLessThan(1_000);
    expect(received).toHaveLength(2);
    simulator.faults.delay(0, { jitter: 100 });
    await fetch(simulator.url);
    simulator.faults.delay(0);
  });

  it('does not count a response that nobody waits for any more', async () => {
    const simulator = await simulate();
    simulator.faults.delay(50);
    await expect(fetch(simulator.url, { signal: AbortSignal.timeout(20) })).rejects.toThrow();
    await sleep(60);
    expect(simulator.faults.fired.delay).toBe(0);
  });
});

describe('faults.http', () => {
  it('so many next requests are answered with the status, in JSON, and counted', async () => {
    const { url, faults } = await simulate({ authentication: false });
    const ask = (): Promise<Response> => fetch(`${url}/api/v2/me`);
    faults.http(503, 2);
    faults.http(429, 1, { retryAfter: 7 });
    const answers = [await ask(), await ask(), await ask(), await ask()];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 429, 200]);
    expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual([null, null, '7', null]);
    expect(await answers[2]?.json()).toEqual({
      statusCode: 4,
      statusMessage: 'The fault "status" answers 429',
    });
    expect(faults.fired.http).toBe(3);
    faults.http(500, 0);
    expect((await ask()).status).toBe(200);
  });

  it('path chooses the requests; a poll that is held is spared', async () => {
    const simulator = await simulate();
    const { poll, received } = await subscribe(simulator);
    const held = poll();
    await sleep(30);
    simulator.faults.http(500, 1, { path: '/api/v2/notifications' });
    expect((await signIn(simulator)).me.status).toBe(200);
    simulator.openChat();
    await held;
    expect(received).not.toEqual([]);
    expect(simulator.faults.fired.http).toBe(0);
    await expect(poll()).rejects.toThrow('HTTP 500');
    expect(simulator.faults.fired.http).toBe(1);
  });
});
