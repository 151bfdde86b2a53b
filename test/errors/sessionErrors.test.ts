import {
  chatSession,
  ConnectionDeniedError,
  ConnectionLostError,
  credentials,
  type SessionOptions,
} from 'rx-chat-notifications';
import { fakeBayeuxClient } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { scriptedServer } from '../session/scriptedServer.ts';
import { eventually, watched } from '../session/watched.ts';
import { simulate } from '../simulator/running.ts';
import { answering, html, me, rejectionOf, url } from './fixtures.ts';

const hint = 'Fix this, then call session.reconnect().';

/** Answers the login, and the handshake with an error. */
const refusing =
  (error: string, reconnect: string): typeof fetch =>
  (input) => {
    const reply = { channel: '/meta/handshake', id: '1', successful: false, error, advice: { reconnect } };
    return Promise.resolve(Response.json(input === me ? {} : [reply]));
  };

/** The error of `ready()`, the warnings and the failures of a session that makes two attempts. */
async function refusalOf(
  options: SessionOptions,
): Promise<{ error: Error; warnings: string[]; failures: string[] }> {
  const warnings: string[] = [];
  const failures: string[] = [];
  const session = chatSession({
    url,
    credentials: credentials.basic('sam', 'secret-of-nobody'),
    retry: { maxAttempts: 2, initialDelay: 1 },
    logger: ({ level, message }) => {
      if (level === 'warn') warnings.push(message);
    },
    ...options,
  });
  session.failures$.subscribe(({ message }) => failures.push(message));
  const error = await rejectionOf(session.ready());
  await session.close();
  return { error, warnings, failures };
}

const denials: readonly (readonly [string, SessionOptions, string])[] = [
  [
    'HTTP 401',
    { fetch: answering(null, { status: 401, statusText: 'Unauthorized' }) },
    `HTTP 401 Unauthorized from ${me}. User, password or token is wrong or expired.`,
  ],
  [
    'HTTP 403',
    { fetch: answering(null, { status: 403 }) },
    `HTTP 403 from ${me}. The user may not use it, or a proxy drops the cookie or X-CSRF-TOKEN.`,
  ],
  [
    'a login page',
    { fetch: answering('<html>', html), retry: { maxAttempts: 4, initialDelay: 1 } },
    `expected JSON, got text/html from ${me}. That is not GWS: a login page, or a wrong URL.`,
  ],
  [
    'a refused handshake',
    { fetch: refusing('403::handshake_denied', 'none') },
    '403::handshake_denied. The user may not use it, or a proxy drops the cookie or X-CSRF-TOKEN.',
  ],
  [
    'a handshake without credentials that are good',
    { fetch: refusing('401::who', 'none') },
    '401::who. User, password or token is wrong or expired.',
  ],
];

describe('ConnectionDeniedError', () => {
  it.each(denials)('after %s says what failed, why, and what to do', async (_, options, explanation) => {
    const { error } = await refusalOf(options);
    expect(`${error.name}: ${error.message}`).toBe(
      `ConnectionDeniedError: Connection denied: ${explanation} ${hint}`,
    );
  });

  it('names a refused channel, also with a client of your own', async () => {
    const client = fakeBayeuxClient();
    client.denySubscriptions('403::not yours');
    const session = chatSession({ client, history: false, channel: '/v2/me/chat' });
    const error = rejectionOf(session.ready());
    client.handshake();
    expect((await error).message).toBe(
      'Connection denied: The server denied the subscription to /v2/me/chat: 403::not yours. ' +
        `The user lacks the permission, or the channel has a different name, such as /workspace/v3/media/chat. ${hint}`,
    );
    await session.close();
  });

  it('can be constructed from a reason with or without a full stop', () => {
    const error = new ConnectionDeniedError('They said no.', 401);
    expect(error.message).toBe(
      `Connection denied: They said no. User, password or token is wrong or expired. ${hint}`,
    );
    expect(new ConnectionDeniedError('no').message).toBe(`Connection denied: no. ${hint}`);
  });

  it('follows a failure for each refusal, and warnings of the refusal and the denial', async () => {
    const { warnings, failures } = await refusalOf({ fetch: answering(null, { status: 401 }) });
    expect(failures).toEqual([`HTTP 401 from ${me}`, `HTTP 401 from ${me}`]);
    const refusals = warnings.filter((warning) => warning.startsWith('refused'));
    expect(refusals).toEqual(failures.map((failure) => `refused: ${failure}`));
    expect(warnings).toContain(`denied: HTTP 401 from ${me}`);
  });
});

const unreachable = 'Is the server up and reachable (URL, proxy, CORS)?';
const down = (): Promise<Response> => {
  const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', address: '10.0.0.7', port: 443 });
  return Promise.reject(new TypeError('fetch failed', { cause }));
};

const losses: readonly (readonly [string, typeof fetch, string])[] = [
  ['no server', down, `fetch failed: ECONNREFUSED 10.0.0.7:443. ${unreachable}`],
  [
    'HTTP 503',
    answering(null, { status: 503 }),
    `HTTP 503 from ${me}. The server or its proxy is down or busy.`,
  ],
  [
    'HTTP 429',
    answering(null, { status: 429 }),
    `HTTP 429 from ${me}. The server or its proxy is down or busy.`,
  ],
  [
    'HTTP 404',
    answering(null, { status: 404 }),
    `HTTP 404 from ${me}. That is not GWS: a login page, or a wrong URL.`,
  ],
  ['HTTP 400', answering(null, { status: 400 }), `HTTP 400 from ${me}. ${unreachable}`],
  ['a Bayeux error of another code', refusing('404::gone', 'retry'), `404::gone. ${unreachable}`],
  [
    'a refusal that may pass',
    refusing('500::not yet', 'retry'),
    '500::not yet. The server or its proxy is down or busy.',
  ],
];

describe('ConnectionLostError', () => {
  it.each(losses)('after %s says how often, why, and what to do', async (_, fetch, explanation) => {
    const { error } = await refusalOf({ fetch });
    expect(`${error.name}: ${error.message.replace(/\d+ s/, '1 s')}`).toBe(
      `ConnectionLostError: No connection after 2 failed attempts: ${explanation} ${hint}`,
    );
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no token service')), 'no token service'],
    ['returns no token', () => undefined as unknown as string, 'got undefined'],
  ])('quotes a token function that %s', async (_, token, reason) => {
    const { error } = await refusalOf({ credentials: credentials.bearer(token) });
    expect(error.name).toBe('ConnectionLostError');
    expect(error.message).toContain('the function of `credentials` failed: ');
    expect(error.message).toContain(reason);
  });

  it.each([
    [1, '1 failed attempt'],
    [3, '3 failed attempts'],
  ])('counts %i attempts', (attempts, counted) => {
    const error = new ConnectionLostError('no', attempts);
    expect(error.message).toBe(`No connection after ${counted}: no. ${unreachable} ${hint}`);
  });
});

describe('over real sockets', () => {
  it('the reason after the server ended the session quotes the server and does not ask for a handshake', async () => {
    const server = await scriptedServer();
    const made = watched(server.url);
    await eventually(() => {
      expect(server.held).toBe(1);
    });
    server.kill({ channel: '/meta/disconnect', error: '403::kicked' });
    await eventually(() => {
      expect(made.statuses.map(({ reason }) => reason)).toContain(
        'The server ended the session: 403::kicked',
      );
    });
  });

  it('the messages for a wrong password and a stopped server name the place and contain no secret', async () => {
    const simulator = await simulate();
    const options = { url: simulator.url };
    const denied = await refusalOf(options);
    expect(denied.error.message).toBe(
      `Connection denied: HTTP 401 Unauthorized from ${simulator.url}/api/v2/me. ` +
        `User, password or token is wrong or expired. ${hint}`,
    );
    await simulator.stop();
    const lost = await refusalOf(options);
    expect(lost.error.message).toContain(`ECONNREFUSED ${new URL(simulator.url).host}. ${unreachable}`);
    expect(JSON.stringify([denied, lost, String(denied.error), String(lost.error)])).not.toContain('secret');
  });
});
