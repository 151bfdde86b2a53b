import { describe, expect, it } from 'vitest';
import { type Script, type Scripted, scriptedServer } from '../scriptedServer.ts';
import { virtualTime } from '../virtualTime.ts';
import { chatData, connected, watched } from '../watched.ts';

const maxInterval = 10_000;

describe('a session that the server has lost', () => {
  it.each<readonly [string, Scripted]>([
    ['400', { status: 400 }],
    ['404', { status: 404 }],
    ['410', { status: 410 }],
    ['500', { status: 500 }],
    ['a connection that breaks', 'hang up'],
    ['a reply that is cut', 'break off'],
  ])('is polled until maxInterval is over, then replaced: polls are answered by %s', async (_, scripted) => {
    const time = virtualTime();
    const server = await scriptedServer(({ kind, count, message: { clientId } }) =>
      kind === 'connect' && clientId === 'session-1' && count > 1 ? scripted : undefined,
    );
    const made = watched(server.url, { history: false, retry: { initialDelay: 500 } });
    await time.until(() => made.status()?.state === 'interrupted', 5_000);
    const interruptedAt = made.status()?.since ?? 0;
    await time.until(() => server.count('handshake') === 2, 30_000);
    expect(Date.now() - interruptedAt).toBeGreaterThanOrEqual(maxInterval);
    await time.until(() => made.status()?.state === 'connected', 5_000);
    expect(made.status()?.clientId).toBe('session-2');
    expect(
      server.of('connect').filter(({ message }) => message.clientId === 'session-1').length,
    ).toBeLessThan(10);
    await time.until(() => server.held === 1, 5_000);
    server.publish(chatData('after'));
    await time.until(() => made.chats.includes('after'), 5_000);
  });
});

/** Nodes behind a proxy that pins a client to one of them by a cookie, and how dead nodes answer. */
function pinnedNodes(scripted: Scripted) {
  const dead = new Set<string>();
  let assigned = 0;
  const script: Script = ({ kind, headers: { cookie = '' } }) => {
    const pinned = /node=(\w+)/.exec(cookie)?.[1];
    if (pinned !== undefined) return dead.has(pinned) ? scripted : undefined;
    if (kind !== 'me') return { status: 400 };
    assigned += 1;
    return { status: 200, headers: { 'set-cookie': `node=n${assigned}; Path=/` }, body: '{"statusCode":0}' };
  };
  return { dead, script };
}

describe.each<readonly [string, Scripted]>([
  ['503', { status: 503 }],
  ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Down</html>' }],
  ['a connection that breaks', 'hang up'],
  ['silence', 'silence'],
])('a cookie that pins to a dead node, which answers by %s', (_, scripted) => {
  it('is dropped with the session that is lost', async () => {
    const time = virtualTime();
    const nodes = pinnedNodes(scripted);
    const server = await scriptedServer(nodes.script);
    const made = watched(server.url, { history: false, retry: { initialDelay: 500 } });
    await time.until(() => made.status()?.state === 'connected', 5_000);
    nodes.dead.add('n1');
    for (const socket of server.sockets) socket.destroy();
    await time.until(() => made.status()?.state === 'reconnecting', 90_000);
    await time.until(() => made.status()?.state === 'connected', 60_000);
    expect(server.of('handshake').map(({ headers }) => headers.cookie)).toEqual(['node=n1', 'node=n2']);
  });

  it('is dropped with the login that fails', async () => {
    const time = virtualTime();
    const nodes = pinnedNodes(scripted);
    const server = await scriptedServer(nodes.script);
    const made = watched(server.url, { history: false, retry: { initialDelay: 500 } });
    await time.until(() => server.held === 1, 5_000);
    server.kill();
    nodes.dead.add('n1');
    await time.until(() => server.count('handshake') === 2, 60_000);
    await time.until(() => made.status()?.state === 'connected', 5_000);
    expect(server.of('handshake').map(({ headers }) => headers.cookie)).toEqual(['node=n1', 'node=n2']);
    expect(made.states()).not.toContain('denied');
  });

  it('is dropped with a session that was never connected', async () => {
    const time = virtualTime();
    const nodes = pinnedNodes(scripted);
    nodes.dead.add('n1');
    const server = await scriptedServer(nodes.script);
    const made = watched(server.url, { history: false, retry: { initialDelay: 500 } });
    await time.until(() => made.status()?.state === 'connected', 60_000);
    expect(server.of('connect')[0]?.headers.cookie).toBe('node=n2');
  });
});

describe('a cookie', () => {
  it('with the domain of a host without dots goes to this host', async () => {
    const server = await scriptedServer(({ kind, headers: { cookie } }) => {
      if (kind !== 'me') return cookie === 'sid=1' ? undefined : { status: 403 };
      return {
        status: 200,
        headers: { 'set-cookie': 'sid=1; Domain=localhost; Path=/' },
        body: '{"statusCode":0}',
      };
    });
    const made = watched(server.url.replace('127.0.0.1', 'localhost'), { history: false });
    await connected(made);
    expect(server.count('me')).toBe(1);
  });
});
