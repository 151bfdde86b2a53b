import type { RequestListener } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { bodyText } from '../../src/transport/bodyText.ts';
import { directFetch } from '../../src/transport/directFetch.ts';
import type { Reply } from '../../src/transport/reply.ts';
import { eventually } from './clients.ts';
import { serve } from './servers.ts';
import { dispatcherOfNode, useDispatcher } from './useDispatcher.ts';

const ofNode = await dispatcherOfNode();
const { Agent } = await import('undici'); // which would set its own, if Node had none

const open = new AbortController().signal;
const refused = (): never => {
  throw new Error('sent by the other fetch');
};

/** Sends a text over a dispatcher. */
const post = (url: string, init: RequestInit = {}): Promise<Reply> =>
  directFetch(refused, open)(new URL(url), { method: 'POST', body: '{}', ...init });

const reading = { maxBytes: 100_000_000 };

/** A body without an end. */
const endless: RequestListener = (_request, response) => {
  const part = Buffer.alloc(16_384, ' ');
  const write = (): void => {
    if (response.write(part)) setImmediate(write);
    else response.once('drain', write);
  };
  write();
};

describe.each([
  ['Node', () => ofNode],
  ['undici 7', () => new Agent()],
])('directFetch over the dispatcher of %s', (_, dispatcher) => {
  it('sends what fetch sends, and gives the reply with all its fields', async () => {
    useDispatcher(dispatcher());
    const { url } = await serve((request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeHead(201, 'Made', [
        ...['Set-Cookie', 'a=1', 'set-cookie', 'b=2', 'X-Part', 'one', 'X-PART', 'two', '__proto__', 'x'],
      ]);
      response.end(JSON.stringify([request.method, request.url, request.headers]));
    });
    const reply = await post(`${url}/a?b=c`, { headers: { 'X-Own': 'é' } });
    expect([reply.status, reply.statusText, reply.url]).toEqual([201, 'Made', `${url}/a?b=c`]);
    expect(reply.headers.getSetCookie?.()).toEqual(['a=1', 'b=2']);
    expect([reply.headers.get('x-part'), reply.headers.get('none')]).toEqual(['one, two', null]);
    const [method, path, headers] = JSON.parse(await bodyText(reply, reading)) as [
      string,
      string,
      Record<string, string>,
    ];
    expect([method, path]).toEqual(['POST', '/a?b=c']);
    expect(headers).toMatchObject({
      ...{ accept: '*/*', 'user-agent': 'node', 'accept-encoding': 'gzip', 'x-own': 'é' },
    });
  });

  it.each([
    ['gzip', gzipSync('Grüße')],
    ['BR', brotliCompressSync('Grüße')],
    ['br, x-gzip', gzipSync(brotliCompressSync('Grüße'))],
  ])('decompresses %s', async (encoding, body) => {
    useDispatcher(dispatcher());
    const { url } = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    expect(await bodyText(await post(url), reading)).toBe('Grüße');
  });

  it('a gzip bomb costs little more than the limit, and ends the connection', async () => {
    useDispatcher(dispatcher());
    const bomb = gzipSync(Buffer.alloc(300_000_000, ' '));
    const { url, sockets } = await serve((_request, response) =>
      // Its end never comes.
      response.writeHead(200, { 'content-encoding': 'gzip' }).write(bomb),
    );
    const maxBytes = 32 * 1024 * 1024;
    const before = process.memoryUsage().rss;
    let most = before;
    const onProgress = (): void => {
      most = Math.max(most, process.memoryUsage().rss);
    };
    await expect(bodyText(await post(url), { maxBytes, onProgress })).rejects.toThrow('maxResponseBytes');
    expect(most - before).toBeLessThan(2 * maxBytes);
    await eventually(() => {
      expect(sockets[0]?.destroyed).toBe(true);
    });
  });

  it('a body without an end is left at the limit', async () => {
    useDispatcher(dispatcher());
    const { url, sockets } = await serve(endless);
    await expect(bodyText(await post(url), { maxBytes: 1_000_000 })).rejects.toThrow('maxResponseBytes');
    await eventually(() => {
      expect(sockets[0]?.destroyed).toBe(true);
    });
  });

  it('what nobody reads yet makes the server wait, and arrives whole afterwards', async () => {
    useDispatcher(dispatcher());
    const length = 50_000_000;
    const { url, sockets } = await serve((_request, response) => response.end(Buffer.alloc(length, ' ')));
    const reply = await post(url);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sockets[0]?.writableLength).toBeGreaterThan(length / 2);
    expect(await bodyText(reply, reading)).toHaveLength(length);
  });

  it('fails with the reason of an abort, before the reply and in the middle of it', async () => {
    useDispatcher(dispatcher());
    const { url, sockets } = await serve((request, response) => {
      if (request.url === '/half') response.write('[');
    });
    const [early, late] = [new AbortController(), new AbortController()];
    const sent = post(url, { signal: early.signal });
    const reply = await post(`${url}/half`, { signal: late.signal });
    const text = bodyText(reply, reading);
    early.abort(new Error('too early'));
    late.abort(new Error('too late'));
    await expect(sent).rejects.toThrow('too early');
    await expect(text).rejects.toThrow('too late');
    await eventually(() => {
      expect(sockets.slice(0, 2).map(({ destroyed }) => destroyed)).toEqual([true, true]);
    });
  });

  it('sends nothing that is aborted while it connects', async () => {
    useDispatcher(dispatcher());
    let requests = 0;
    const { url } = await serve((_request, response) => {
      requests += 1;
      response.end('[]');
    });
    const leaving = new AbortController();
    const sent = post(url, { signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(sent).rejects.toThrow('left');
    await post(url);
    expect(requests).toBe(1);
  });

  it('fails as fetch does where there is no server, and where a reply is cut', async () => {
    useDispatcher(dispatcher());
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 9 }).write('[', () => response.destroy());
    });
    await expect(post(url).then((reply) => bodyText(reply, reading))).rejects.toMatchObject({
      message: 'terminated',
      cause: { code: 'UND_ERR_SOCKET' },
    });
    await expect(post('http://127.0.0.1:1')).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { code: 'ECONNREFUSED' },
    });
  });
});

describe('directFetch', () => {
  it('sends nothing when it is closed, or when the signal of the request is aborted', async () => {
    const aborted = AbortSignal.abort(new Error('over'));
    const send = directFetch(refused, aborted);
    await expect(send(new URL('http://127.0.0.1:1'), { body: '' })).rejects.toThrow('over');
    await expect(post('http://127.0.0.1:1', { signal: aborted })).rejects.toThrow('over');
  });

  it('leaves it to a global fetch that an app has replaced, whatever that one is made of', () => {
    vi.stubGlobal('fetch', (...request: Parameters<typeof fetch>) => {
      const undici = { fetch };
      return undici.fetch(...request);
    });
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    expect(() => post('http://127.0.0.1:1')).toThrow('sent by the other fetch');
  });
});
