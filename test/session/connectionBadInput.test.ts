import type { ServerResponse } from 'node:http';
import { type ChatSession, credentials } from 'rx-chat-notifications';
import { describe, expect, it, vi } from 'vitest';
import { gws, json } from './gws.ts';
import { reply, type Script, type Scripted, type ScriptedServer, scriptedServer } from './scriptedServer.ts';
import { connected as isConnected, hear, session } from './sessions.ts';
import { chatData, connected, eventually, sleep, type Watched, watched } from './watched.ts';

const initialDelay = 100;

async function receives({ chats }: Watched, server: ScriptedServer, id: string): Promise<void> {
  await eventually(() => {
    expect(server.held).toBe(1);
  });
  server.publish(chatData(id));
  await eventually(() => {
    expect(chats.at(-1)).toBe(id);
  });
}

/** Calls `reconnect()` in a loop, for so long and until something holds; resolves with how long it took. */
async function reconnectInLoop(chats: ChatSession, holds: () => boolean = () => true): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < 3 * initialDelay || !holds()) {
    for (let times = 0; times < 50; times += 1) chats.reconnect();
    await sleep(1);
  }
  return performance.now() - start;
}

describe('reconnect()', () => {
  const only =
    (scripted: Scripted, ...kinds: readonly string[]): Script =>
    ({ kind }) =>
      kinds.includes(kind) ? scripted : undefined;

  it.each<
    readonly [state: 'connecting' | 'interrupted' | 'reconnecting' | 'denied' | 'failed', Script, number]
  >([
    ['connecting', only('hang up', 'me'), 1],
    ['interrupted', only('hang up', 'connect'), 1],
    ['reconnecting', only('hang up', 'me'), 1],
    ['denied', only({ status: 401 }, 'connect', 'me'), 2],
    ['failed', only('hang up', 'connect', 'me'), 1],
  ])(
    'in a loop in state %s takes effect at most once per initialDelay, and connects when the server is well',
    async (state, script, requests) => {
      const server = await scriptedServer();
      server.hold = 100;
      const made = watched(server.url, {
        retry: { initialDelay, jitter: 0, ...(state === 'failed' && { maxAttempts: 1 }) },
        history: false,
      });
      if (state !== 'connecting') await connected(made);
      server.script = script;
      if (state === 'reconnecting') server.kill();
      await eventually(() => {
        expect(made.status()?.state).toBe(state);
        if (state === 'connecting') expect(made.status()?.attempt).toBeGreaterThan(0);
      });
      const sent = server.asked.length;
      const effects = (): number => (server.asked.length - sent) / requests;
      const took = await reconnectInLoop(made.session, () => effects() >= 2); // a busy machine is slow
      expect(effects()).toBeLessThanOrEqual(Math.floor(took / initialDelay) + 2);
      server.script = () => undefined;
      await eventually(() => {
        made.session.reconnect(); // the last attempt of the loop may still fail
        expect(made.status()?.state).toBe('connected');
      });
      expect(made.errors).toEqual([]);
    },
  );

  it('in a loop changes nothing while connected', async () => {
    const server = await scriptedServer();
    const made = watched(server.url);
    await connected(made);
    await receives(made, server, 'one');
    await eventually(() => {
      expect(server.held).toBe(1);
    });
    const [sent, told] = [server.asked.length, made.statuses.length];
    await reconnectInLoop(made.session);
    expect([server.asked.length, made.statuses.length]).toEqual([sent, told]);
    await receives(made, server, 'two');
  });

  it('in a loop changes nothing while an attempt is under way', async () => {
    const server = await scriptedServer(({ kind, count }) =>
      kind === 'handshake' && count === 1 ? 'silence' : undefined,
    );
    const made = watched(server.url);
    await eventually(() => {
      expect(server.count('handshake')).toBe(1);
    });
    await reconnectInLoop(made.session);
    expect([server.count('me'), server.count('handshake')]).toEqual([1, 1]);
    expect(made.status()).toMatchObject({ state: 'connecting', attempt: 0 });
  });

  it('in a loop without subscribers connects once, and lingers', async () => {
    const server = await scriptedServer();
    const chats = session({ url: server.url, linger: 5_000, retry: { initialDelay } });
    await reconnectInLoop(chats);
    await eventually(() => {
      expect(chats.status.state).toBe('connected');
    });
    expect([server.count('me'), server.count('handshake')]).toEqual([1, 1]);
  });

  it('after close() sends nothing', async () => {
    const server = await scriptedServer();
    const made = watched(server.url);
    await connected(made);
    await made.session.close();
    const sent = server.asked.length;
    await reconnectInLoop(made.session);
    expect(server.asked).toHaveLength(sent);
    expect(made.session.status.state).toBe('closed');
  });
});

describe('replies that do not fit the request', () => {
  const other = { channel: '/meta/subscribe', subscription: '/other' };
  it.each<readonly [string, Scripted]>([
    ['twice', { reply: (usual) => [usual, usual] }],
    [
      'twice, then as refused',
      { reply: (usual) => [usual, { ...usual, successful: false, error: '403::no' }] },
    ],
    ['for another channel first', { reply: (usual) => [{ ...usual, ...other }, usual] }],
    [
      'as refused for another channel first',
      { reply: (usual) => [{ ...usual, ...other, successful: false, error: '403::no' }, usual] },
    ],
    [
      'as refused for another channel, without id',
      { reply: (usual) => [usual, { ...other, successful: false, error: '403::no' }] },
    ],
  ])('a subscription answered %s is one subscription', async (_, scripted) => {
    const server = await scriptedServer(({ kind }) => (kind === 'subscribe' ? scripted : undefined));
    const made = watched(server.url);
    await connected(made);
    await receives(made, server, 'one');
    await receives(made, server, 'two');
    expect(made.chats).toEqual(['one', 'two']);
    expect([server.count('handshake'), server.count('subscribe')]).toEqual([1, 1]);
    expect(made.states()).toEqual(['idle', 'connecting', 'connected']);
  });

  it('a subscription answered for another channel alone times out as one without a reply', async () => {
    const server = await scriptedServer(({ kind, count }) =>
      kind === 'subscribe' && count === 1 ? reply({ subscription: '/other' }) : undefined,
    );
    const made = watched(server.url);
    await eventually(() => {
      expect(server.held).toBe(1);
    });
    await sleep(100);
    expect(made.status()?.state).toBe('connecting');
  });

  it.each<readonly [string, (id: unknown) => unknown]>([
    ['no', () => undefined],
    ['a numeric', Number],
    ['a null', () => null],
    ['another numeric', () => 4_711],
  ])('replies with %s id are understood', async (_, idOf) => {
    const server = await scriptedServer(() => ({ reply: (usual) => ({ ...usual, id: idOf(usual.id) }) }));
    const isUser: Script = ({ kind }) =>
      kind === 'me' ? undefined : { reply: (usual) => ({ ...usual, id: idOf(usual.id) }) };
    server.script = isUser;
    const made = watched(server.url);
    await connected(made);
    await receives(made, server, 'one');
    await receives(made, server, 'two');
    expect(made.chats).toEqual(['one', 'two']);
    expect([server.count('handshake'), server.count('subscribe')]).toEqual([1, 1]);
    const before = performance.now();
    await made.session.close();
    expect(performance.now() - before).toBeLessThan(900);
    expect(server.sessions.size).toBe(0);
  });

  it('a late 401 for a poll that carried the old token does not renew the new one', async () => {
    let valid = 'Bearer token-1';
    let polls = 0;
    let held: ServerResponse | undefined;
    const { url, asked } = await gws(({ url: path = '', headers: { authorization } }, response) => {
      if (path.endsWith('/connect') && (polls += 1) === 2) {
        held = response;
        return true;
      }
      return authorization !== valid && json(response, 401, {});
    });
    const token = vi.fn(() => `token-${token.mock.calls.length}`);
    const chats = session({ url, credentials: credentials.bearer(token), history: false });
    const [status, failures] = [hear(chats.status$), hear(chats.failures$)];
    await isConnected(chats);
    await eventually(() => {
      expect(held).toBeDefined();
    });
    valid = 'Bearer token-2';
    expect((await chats.fetch('/api/v2/settings')).status).toBe(200);
    held?.writeHead(401).end();
    await eventually(() => {
      expect(status.values.map(({ state }) => state)).toContain('reconnecting');
      expect(chats.status.state).toBe('connected');
    });
    expect(token).toHaveBeenCalledTimes(2);
    expect(failures.values).toEqual([]);
    expect(asked.filter(({ path }) => path.endsWith('/handshake'))).toHaveLength(2);
  });
});
