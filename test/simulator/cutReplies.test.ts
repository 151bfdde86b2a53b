import { once } from 'node:events';
import { connect } from 'node:net';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { entriesOf, signIn, subscribe } from './bayeuxFetch.ts';
import { simulate } from './running.ts';

/** All bytes that the server sends until it closes the connection. */
async function rawReply({ url }: Simulator, path: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await once(socket, 'close');
  return text;
}

/** Whether a reply arrives whole. */
const isWhole = (url: string, headers: Record<string, string> = {}): Promise<boolean> =>
  fetch(url, { headers })
    .then((reply) => reply.text())
    .then(
      () => true,
      () => false,
    );

describe('faults.cutReplies', () => {
  it('sends the headers and half of the body, and destroys the connection', async () => {
    const simulator = await simulate({ authentication: false });
    const whole = await (await fetch(`${simulator.url}/api/v2/me`)).text();
    simulator.faults.cutReplies();
    const [head, body = ''] = (await rawReply(simulator, '/api/v2/me')).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    const [size = '', sent] = body.split('\r\n');
    expect(sent).toBe(whole.slice(0, Math.ceil(whole.length / 2)));
    expect(Number.parseInt(size, 16)).toBe(sent?.length);
  });

  it('so many of the next replies, REST and CometD alike, and counts them', async () => {
    const simulator = await simulate();
    const { poll, received } = await subscribe(simulator);
    const { headers } = await signIn(simulator);
    const me = `${simulator.url}/api/v2/me`;
    simulator.openChat();
    simulator.faults.cutReplies(2);
    expect(await isWhole(me, headers)).toBe(false);
    await expect(poll()).rejects.toThrow('terminated');
    expect(await isWhole(me, headers)).toBe(true);
    const chatId = simulator.openChat();
    await poll();
    expect(received[0]?.chat?.id).toBe(chatId);
    expect(simulator.faults.fired.cutReplies).toBe(2);
  });

  it('a notification in a cut reply is lost', async () => {
    const simulator = await simulate();
    const { poll, received } = await subscribe(simulator);
    const chatId = simulator.openChat();
    await poll();
    simulator.say(chatId, 'Customer', 'lost');
    simulator.faults.cutReplies(1, { path: '/api/v2/notifications' });
    await expect(poll()).rejects.toThrow('terminated');
    simulator.say(chatId, 'Customer', 'heard');
    await poll();
    expect(entriesOf(received).flatMap(({ text }) => text ?? [])).toEqual(['heard']);
  });

  it('a client that acknowledges receives it with its next poll', async () => {
    const simulator = await simulate();
    const { post, received } = await subscribe(simulator);
    const [handshake] = await post({ channel: '/meta/handshake', version: '1.0', ext: { ack: true } });
    const clientId = handshake?.clientId;
    await post({ channel: '/meta/subscribe', clientId, subscription: simulator.channel });
    const poll = (id: string): Promise<unknown> =>
      post({ channel: '/meta/connect', id, clientId, connectionType: 'long-polling', ext: { ack: 0 } });
    const chatId = simulator.openChat();
    simulator.faults.cutReplies();
    await expect(poll('1')).rejects.toThrow('terminated');
    expect(received).toEqual([]);
    await poll('2');
    expect(received[0]?.chat?.id).toBe(chatId);
  });

  it('path chooses the replies, those without a body are spared, and 0 disarms', async () => {
    const simulator = await simulate({ authentication: false });
    const { url, faults } = simulator;
    faults.cutReplies(2, { path: '/api/v2/me' });
    expect(await isWhole(url)).toBe(true);
    const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'GET' } };
    expect((await fetch(`${url}/api/v2/me`, preflight)).status).toBe(204);
    expect(faults.fired.cutReplies).toBe(0);
    expect(await isWhole(`${url}/api/v2/me`)).toBe(false);
    faults.cutReplies(0);
    expect(await isWhole(`${url}/api/v2/me`)).toBe(true);
    expect(faults.fired.cutReplies).toBe(1);
  });

  it('with a probability the seed decides which are cut, until so many were', async () => {
    const cuts = async (seed: number): Promise<string> => {
      const simulator = await simulate({ seed, authentication: false });
      simulator.faults.cutReplies(5, { probability: 0.4 });
      let pattern = '';
      for (let n = 0; n < 40; n += 1) pattern += (await isWhole(simulator.url)) ? '.' : 'X';
      expect(simulator.faults.fired.cutReplies).toBe(5);
      return pattern;
    };
    const [one, same, other] = [await cuts(1), await cuts(1), await cuts(2)];
    expect(one.replaceAll('.', '')).toBe('XXXXX');
    expect(one).toMatch(/X\.+X/);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });
});
