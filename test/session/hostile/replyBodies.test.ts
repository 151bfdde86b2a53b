import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type HttpReply, scriptedServer } from '../scriptedServer.ts';
import { chatData, connected, eventually, watched } from '../watched.ts';

const inLatin1 = (body: unknown): HttpReply => ({
  status: 200,
  headers: { 'content-type': 'application/json;charset=ISO-8859-1' },
  body: Buffer.from(JSON.stringify(body), 'latin1'),
});

describe('a reply in ISO-8859-1', () => {
  it('to a poll and to a history request is decoded as XMLHttpRequest does', async () => {
    const server = await scriptedServer(({ kind, count, message: { id } }) => {
      if (kind !== 'connect' || count !== 1) return undefined;
      const reply = { channel: '/meta/connect', id, successful: true };
      return inLatin1([reply, { channel: '/v2/me/chats', data: chatData('Zoë') }]);
    });
    server.rest = (path) =>
      inLatin1(
        path.includes('/messages') ? { messages: [] } : { chats: [{ id: 'Jörg', state: 'Chatting' }] },
      );
    const made = watched(server.url);
    await made.session.ready();
    expect(new Set(made.chats)).toEqual(new Set(['Zoë', 'Jörg']));
  });
});

/** Answers `GET` from what it knows, unless it is asked not to; gives its URL and how often it did. */
async function httpCache(origin: string) {
  const known = new Map<string, { readonly headers: Record<string, string>; readonly body: string }>();
  const cache = { url: '', hits: 0 };
  const proxy = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = 'GET', url = '', headers } = request;
      const entry = known.get(url);
      const isRefused = /no-cache|no-store/.test(headers['cache-control'] ?? '');
      if (method === 'GET' && entry !== undefined && !isRefused) {
        cache.hits += 1;
        response.writeHead(200, entry.headers).end(entry.body);
        return;
      }
      const { authorization = '', cookie = '', 'x-csrf-token': token = '' } = headers;
      const passed = { authorization, cookie, 'x-csrf-token': String(token) };
      const body = method === 'GET' ? null : Buffer.concat(chunks);
      fetch(origin + url, { method, body, headers: passed }).then(
        async (answer) => {
          const fields = Object.fromEntries(
            ['content-type', 'x-csrf-header', 'x-csrf-token'].map((name) => [
              name,
              answer.headers.get(name) ?? '',
            ]),
          );
          const text = await answer.text();
          if (method === 'GET' && answer.ok) known.set(url, { headers: fields, body: text });
          response.writeHead(answer.status, fields).end(text);
        },
        () => response.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  cache.url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return cache;
}

describe('an HTTP cache in front of the server', () => {
  it('answers neither the login nor the list: the CSRF token and the chats are current', async () => {
    let logins = 0;
    const server = await scriptedServer(({ kind, headers }) => {
      if (kind === 'me') {
        logins += 1;
        const csrf = { 'X-CSRF-HEADER': 'X-CSRF-TOKEN', 'X-CSRF-TOKEN': `token-${logins}` };
        return { status: 200, headers: csrf, body: '{"statusCode":0}' };
      }
      return headers['x-csrf-token'] === `token-${logins}` ? undefined : { status: 403 };
    });
    let listed = ['A'];
    server.rest = (path) => {
      const chats = listed.map((id) => ({ id, state: 'Chatting' }));
      return { status: 200, body: JSON.stringify(path.includes('/messages') ? { messages: [] } : { chats }) };
    };
    const cache = await httpCache(server.url);
    const made = watched(cache.url);
    await made.session.ready();
    expect([...made.session.chats.keys()]).toEqual(['A']);
    listed = ['A', 'B'];
    logins += 1; // the server has forgotten the token
    server.kill();
    await eventually(() => {
      expect([...made.session.chats.keys()].sort()).toEqual(['A', 'B']);
    });
    await connected(made);
    expect(cache.hits).toBe(0);
    expect(made.states()).not.toContain('denied');
  });
});
