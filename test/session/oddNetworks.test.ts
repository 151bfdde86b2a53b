import { Readable } from 'node:stream';
import { gwsHistory } from 'rx-chat-notifications';
import { asyncScheduler, lastValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { unlessSilent } from '../../src/session/unlessSilent.ts';
import { bodyText } from '../../src/transport/bodyText.ts';
import { retryAfterOf } from '../../src/transport/retryAfter.ts';
import { gws, json } from './gws.ts';
import { connected, eventually, hear, session } from './sessions.ts';

describe('a fetch of the user', () => {
  it('may give streams of Node and text(), as node-fetch does', async () => {
    const { url } = await gws(
      ({ url: path = '' }, response) => path.includes('?') && json(response, 200, { chats: [] }),
    );
    const chats = session({
      url,
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        const { status, statusText, headers, url: place, body } = response;
        const stream = body === null ? null : Readable.fromWeb(body);
        return {
          status,
          statusText,
          headers,
          url: place,
          body: stream,
          text: () => '',
        } as unknown as Response;
      },
    });
    await chats.ready();
    expect([chats.status.state, chats.status.missing]).toEqual(['connected', undefined]);
  });

  it.each<readonly [string, unknown]>([
    ['undefined', undefined],
    ['an object without a prototype', Object.create(null)],
    [
      'an object whose toString throws',
      {
        toString: () => {
          throw new Error('no');
        },
      },
    ],
    [
      'an error whose message throws',
      Object.defineProperty(new Error(), 'message', {
        get: () => {
          throw new Error('no');
        },
      }),
    ],
    ['an error that calls itself unusable', Object.assign(new Error('mine'), { name: 'UnusableError' })],
  ])('may throw %s: the session tries again', async (_, thrown) => {
    const { url } = await gws(() => false);
    let count = 0;
    const chats = session({
      url,
      history: false,
      fetch: (input, init) => {
        count += 1;
        if (count % 3 === 1 && count < 12) throw thrown;
        return fetch(input, init);
      },
    });
    hear(chats.status$);
    await connected(chats);
    await eventually(() => {
      expect(count).toBeGreaterThan(4);
    });
  });
});

describe('time', () => {
  it('a reply is given up when it is silent', async () => {
    const silent$ = unlessSilent(
      () => new Promise(() => undefined),
      20,
      asyncScheduler,
      () => new Error('silent'),
    );
    await expect(lastValueFrom(silent$, { defaultValue: undefined })).rejects.toThrow('silent');
  });

  it('a long reply over a slow line arrives', async () => {
    const { url } = await gws(({ url: path = '' }, response) => {
      if (!path.includes('/messages')) return false;
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"messages":[],"statusCode":0');
      let count = 0;
      const timer = setInterval(() => {
        response.write(' ');
        if ((count += 1) < 12) return;
        clearInterval(timer);
        response.end('}');
      }, 50);
      return true;
    });
    const told = await new Promise((resolve, reject) => {
      unlessSilent(
        async (signal, onProgress) => {
          const response = await fetch(`${url}/messages`, { signal });
          await bodyText(response, { maxBytes: 1_000, onProgress });
          return 'arrived';
        },
        300,
        asyncScheduler,
        () => new Error('silent'),
      ).subscribe({ next: resolve, error: reject });
    });
    expect(told).toBe('arrived');
  });

  it('Retry-After as a date is measured against the clock of the server', () => {
    const hourAhead = Date.UTC(2030, 0, 1, 1);
    const headers = new Headers({
      date: new Date(hourAhead).toUTCString(),
      'retry-after': new Date(hourAhead + 30_000).toUTCString(),
    });
    expect(retryAfterOf(headers, Date.UTC(2030, 0, 1))).toBe(30_000);
    headers.delete('date');
    expect(retryAfterOf(headers, hourAhead)).toBe(30_000);
  });

  it('no request of the package may be answered by an HTTP cache', async () => {
    const { url } = await gws(
      ({ url: path = '' }, response) => path.includes('?') && json(response, 200, { chats: [] }),
    );
    const asked: (readonly [string, unknown])[] = [];
    const chats = session({
      url,
      fetch: (input, init) => {
        asked.push([new Request(input).url.replace(url, ''), Reflect.get(init ?? {}, 'cache')]);
        return fetch(input, init);
      },
    });
    await chats.ready();
    await chats.perform('A', { operationName: 'X' }).catch(() => undefined);
    expect(new Set(asked.map(([path]) => path.split(/[/?]/)[3])).size).toBeGreaterThan(1);
    expect(asked.filter(([, cache]) => cache !== 'no-store')).toEqual([]);
  });
});

describe('limits of a session', () => {
  it('[SS66] a list that is too long is a failure that names maxResponseBytes', async () => {
    const { url } = await gws(
      ({ url: path = '' }, response) =>
        path.includes('?') && json(response, 200, { chats: [], filler: 'x'.repeat(5_000) }),
    );
    const chats = session({ url, maxResponseBytes: 4_000, retry: { maxAttempts: 1 } });
    const failures = hear(chats.failures$);
    await chats.ready();
    expect(failures.values[0]?.message).toContain('longer than maxResponseBytes (4000 bytes)');
  });

  it('[SS66] so is a login', async () => {
    const { url } = await gws(
      ({ url: path = '' }, response) =>
        path === '/api/v2/me' && json(response, 200, { filler: 'x'.repeat(5_000) }),
    );
    const chats = session({ url, maxResponseBytes: 4_000, retry: { maxAttempts: 1 } });
    await expect(chats.ready()).rejects.toThrow('longer than maxResponseBytes (4000 bytes)');
  });

  it('[SS66] so is an operation', async () => {
    const { url } = await gws(
      ({ url: path = '' }, response) =>
        path.startsWith('/api/v2/me/chats/') && json(response, 200, { filler: 'x'.repeat(5_000) }),
    );
    const chats = session({ url, history: false, maxResponseBytes: 4_000 });
    await expect(chats.perform('A', { operationName: 'X' })).rejects.toThrow(
      'longer than maxResponseBytes (4000 bytes)',
    );
  });

  it('[SS66] so is a poll: the session goes on with the next', async () => {
    const { url, bayeux } = await gws(() => false);
    const chats = session({ url, history: false, maxResponseBytes: 4_000 });
    const statuses = hear(chats.status$);
    await connected(chats);
    bayeux.publish('Sam', { filler: 'x'.repeat(5_000) });
    await eventually(() => {
      expect(
        statuses.values.some(({ reason = '' }) => reason.includes('maxResponseBytes (4000 bytes)')),
      ).toBe(true);
    });
  });

  it('history gets so many requests a second', async () => {
    const list = Array.from({ length: 30 }, (_, at) => ({ id: `C${at}`, state: 'Chatting' }));
    const times: number[] = [];
    const { url } = await gws(({ url: path = '' }, response) => {
      if (path.includes('/messages')) times.push(performance.now());
      if (path.includes('/messages')) return json(response, 200, { statusCode: 0, messages: [] });
      return path.includes('?') && json(response, 200, { chats: list });
    });
    const chats = session({ url, historyRate: 15 });
    await chats.ready();
    expect(times).toHaveLength(30);
    const spans = times.slice(15).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...spans)).toBeGreaterThan(600);
    expect(gwsHistory({ url, fetch, maxResponseBytes: 5 }).hasTimeout).toBe(true);
  });
});
