import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { firstValueFrom, from } from 'rxjs';
import {
  type ChatSession,
  type Credentials,
  credentials,
  gwsHistory,
  type LogEntry,
} from 'rx-chat-notifications';
import { secretsOf } from '../../src/session/secrets.ts';
import { describe, expect, it } from 'vitest';
import { gws, json } from './gws.ts';
import { eventually, hear, session } from './sessions.ts';

const canary = 'c4nary/+ü&-of-The.Session';
const token = 'c4nary.token-0f.The_Session';
const forms = [canary, token, `sam:${canary}`, `Bearer ${token}`].flatMap((secret) => {
  const bytes = Buffer.from(secret);
  return [secret, encodeURIComponent(secret), bytes.toString('base64')];
});

/** All there is of a value: stacks, causes, own properties that are not enumerable. */
const everythingOf = (value: unknown): string =>
  inspect(value, { depth: Infinity, showHidden: true, maxStringLength: Infinity, maxArrayLength: Infinity });

/** With the secret of each that a server may know. */
const all: readonly [string, Credentials, string, string][] = [
  [
    'Basic',
    credentials.basic('sam', canary),
    `Basic ${Buffer.from(`sam:${canary}`).toString('base64')}`,
    canary,
  ],
  ['bearer', credentials.bearer(() => token), `Bearer ${token}`, token],
  ['headers', credentials.headers({ Authorization: `Bearer ${token}` }), `Bearer ${token}`, token],
];

/** How a server may tell what it was sent. */
const hostile = (secret: string): Readonly<Record<string, Parameters<typeof gws>[0]>> => ({
  'an HTML page': ({ headers }, response) => {
    response.writeHead(200, { 'Content-Type': `text/${encodeURIComponent(secret)}` });
    response.end(`<html>${String(headers.authorization)} ${secret}</html>`);
    return true;
  },
  'the reason phrase of HTTP': ({ url = '' }, response) => {
    if (url === '/api/v2/me') return false;
    response.writeHead(503, `no ${encodeURIComponent(secret)}`).end(secret);
    return true;
  },
  'a Bayeux error': ({ url = '', headers }, response) =>
    url.startsWith('/api/v2/notifications') &&
    json(response, 200, [
      {
        channel: '/meta/handshake',
        id: '1',
        successful: false,
        error: `403::${String(headers.authorization)}, that is ${secret} or ${encodeURIComponent(secret)}`,
        advice: { reconnect: 'none' },
      },
    ]),
  'a statusMessage': ({ headers }, response) =>
    json(response, 401, { statusCode: 20, statusMessage: `${String(headers.authorization)} ${secret}` }),
});

/** The error of `ready()`, once the session has given up. */
async function ended(chats: ChatSession): Promise<unknown> {
  await eventually(() => {
    expect(['denied', 'failed']).toContain(chats.status.state);
  });
  const error: unknown = await chats.ready().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  return error;
}

describe('secrets', () => {
  it.each(
    all.flatMap(([kind, given, header, secret]) =>
      Object.entries(hostile(secret)).map(([how, answer]) => [kind, how, given, header, answer] as const),
    ),
  )('[SS34] of %s appear nowhere when a server sends them in %s', async (_, _how, given, header, answer) => {
    const { url, asked } = await gws(answer);
    const entries: LogEntry[] = [];
    const chats = session({
      url,
      credentials: given,
      logger: (entry) => entries.push(entry),
      retry: { maxAttempts: 2 },
    });
    const heard = [chats.status$, chats.failures$, chats.notifications$, chats.chats$].map((stream$) =>
      hear<unknown>(stream$),
    );
    const denied = await ended(chats);
    const fetched = await chats.fetch('/api/v2/settings').catch((error: unknown) => error);
    expect(asked.map(({ authorization }) => authorization)).toContain(header);
    expect(entries.length).toBeGreaterThan(1);
    const told = heard.map(({ values, errors }) => [values, errors]);
    const text = everythingOf([entries, told, denied, fetched instanceof Response ? '' : fetched]);
    for (const form of forms) expect(text).not.toContain(form);
  });

  it.each([
    ['throws the token as an error', () => Promise.reject(new Error(`cannot renew ${token}`))],
    [
      'throws the token itself',
      () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- as an app might
        throw token;
      },
    ],
    ['gives a token of two lines', () => `${token}\n${token}`],
  ])('[SS34] appear nowhere when the function %s', async (_, give) => {
    const { url } = await gws(() => false);
    const entries: LogEntry[] = [];
    const chats = session({
      url,
      credentials: credentials.bearer(give),
      logger: (entry) => entries.push(entry),
      retry: { maxAttempts: 2 },
    });
    const heard = [chats.status$, chats.failures$, chats.notifications$].map((stream$) =>
      hear<unknown>(stream$),
    );
    const denied = await ended(chats);
    const fetched: unknown = await chats.fetch('/api/v2/me').catch((error: unknown) => error);
    expect(fetched).toMatchObject({ name: 'TypeError' });
    expect(String(fetched)).toContain('the function of `credentials` failed');
    const text = everythingOf([
      entries,
      heard.map(({ values, errors }) => [values, errors]),
      denied,
      fetched,
    ]);
    for (const form of forms) expect(text).not.toContain(form);
  });

  it.each<readonly [string, (sent: string) => Error]>([
    [
      'message and cause',
      (sent) =>
        new TypeError(`cannot send ${sent}`, { cause: new Error(`https://sam:${canary}@gws/ ${sent}`) }),
    ],
    [
      'the cause of its cause',
      (sent) => new TypeError('cannot send', { cause: new Error('no', { cause: new Error(sent) }) }),
    ],
    ['one of many errors', (sent) => new AggregateError([new Error('one'), new Error(sent)], 'cannot send')],
    [
      'the init of the request',
      (sent) => Object.assign(new TypeError('cannot send'), { init: new Headers({ authorization: sent }) }),
    ],
    [
      'a map',
      (sent) => Object.assign(new TypeError('cannot send'), { [Symbol('sent')]: new Map([['a', sent]]) }),
    ],
    [
      'the request that hangs on it',
      (sent) => {
        const request: Record<string, unknown> = { headers: { authorization: sent } };
        request['self'] = request;
        return Object.assign(new TypeError('cannot send'), { request });
      },
    ],
    [
      'what is too large to look through',
      (sent) => Object.assign(new TypeError('cannot send'), { sent, body: new Uint8Array(4_000_000) }),
    ],
  ])('[SS34] appear nowhere when a fetch of the user fails and has them in %s', async (_, failure) => {
    const { url } = await gws(() => false);
    const entries: LogEntry[] = [];
    let isFailing = true;
    const chats = session({
      url,
      credentials: credentials.basic('sam', canary),
      logger: (entry) => entries.push(entry),
      retry: { maxAttempts: 2 },
      fetch: (input, init) => {
        const sent = new Headers(init?.headers).get('authorization') ?? '';
        if (!isFailing) return fetch(input, init);
        throw failure(sent);
      },
    });
    const heard = [chats.status$, chats.failures$, chats.notifications$].map((stream$) =>
      hear<unknown>(stream$),
    );
    const denied = await ended(chats);
    const first: unknown = await chats.fetch('/api/v2/a').catch((error: unknown) => error);
    isFailing = false;
    await chats.fetch('/api/v2/b');
    isFailing = true;
    const second: unknown = await chats.fetch('/api/v2/c').catch((error: unknown) => error);
    for (const error of [first, second]) expect(error).toBeInstanceOf(TypeError);
    const text = everythingOf([
      entries,
      heard.map(({ values, errors }) => [values, errors]),
      denied,
      first,
      second,
    ]);
    for (const form of forms) expect(text).not.toContain(form);
  });

  it('[SS34] appear nowhere when a server sends them in an error that is an object', async () => {
    const secret = 'c4nary"7\\x';
    const { url } = await gws(
      ({ url: path = '' }, response) =>
        path.startsWith('/api/v2/notifications') &&
        json(response, 200, [
          { channel: '/meta/handshake', id: '1', successful: false, error: { detail: `no ${secret}` } },
        ]),
    );
    const chats = session({
      url,
      credentials: credentials.basic('sam', secret),
      transports: ['long-polling'], // which is all that this server speaks
      retry: { maxAttempts: 1 },
      logger: () => undefined,
    });
    hear(chats.notifications$);
    const lost = await ended(chats);
    expect(chats.status.reason).toContain('"detail":"no ***"');
    expect(everythingOf([chats.status, lost])).not.toContain('c4nary');
  });

  it.each<readonly [string, (sent: string, response: ServerResponse) => unknown]>([
    ['the reason phrase of HTTP', (sent, response) => response.writeHead(503, `no ${sent}`).end()],
    [
      'a statusMessage',
      (sent, response) => json(response, 200, { statusCode: 5, statusMessage: `no ${sent}` }),
    ],
    [
      'a content type',
      (sent, response) => response.writeHead(200, { 'content-type': `text/${sent}` }).end('no'),
    ],
    [
      'the place of a redirect',
      (sent, response) => response.writeHead(302, { location: `/to/${sent}` }).end(),
    ],
  ])('[SS34] appear nowhere in an error of gwsHistory over session.fetch: %s', async (_, answer) => {
    const { url } = await gws(({ url: path = '', headers: { authorization = '' } }, response) => {
      if (path.startsWith('/to/')) return json(response, 404, {});
      if (!path.includes('subresources')) return false;
      answer(authorization.replace('Bearer ', ''), response);
      return true;
    });
    const { fetch } = session({ url, credentials: credentials.bearer(() => token) });
    const error: unknown = await firstValueFrom(from(gwsHistory({ url, fetch }).chats()), {
      defaultValue: [],
    }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'HistoryError', message: expect.stringContaining('***') as string });
    for (const form of forms) expect(everythingOf(error)).not.toContain(form);
  });

  it('[SS34] the check itself finds what is hidden in causes and stacks', () => {
    const error = Object.defineProperty(new Error('a', { cause: [canary] }), 'hidden', { value: token });
    expect(everythingOf([error])).toContain(canary);
    expect(everythingOf([error])).toContain(token);
  });
});

describe('tokens that came and went', () => {
  it('are retained while they are recent, and no longer', () => {
    const { add, scrub } = secretsOf(credentials.basic('sam', 'lasting-secret'));
    const tokens = Array.from({ length: 1_000 }, (_, at) => `token-number-${at}-end`);
    for (const token of tokens) add('csrf', token);
    const kept = tokens.filter((token) => scrub(token) === '***');
    expect(kept).toEqual(tokens.slice(-100));
    expect(scrub('lasting-secret')).toBe('***');
  });
});
