import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { credentials } from 'rx-chat-notifications';
import { scriptedServer } from './scriptedServer.ts';
import { virtualTime } from './virtualTime.ts';
import { chatData, unwatched, watched } from './watched.ts';

const hour = 3_600_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** How much is held after everything that can be freed was freed. */
async function held(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

/** A network that is gone, and when it was asked for what. */
function deadNetwork() {
  const asked: { readonly path: string; readonly at: number }[] = [];
  const dead: typeof fetch = (input) => {
    asked.push({ path: new URL(new Request(input).url).pathname, at: Date.now() });
    return Promise.reject(new TypeError('fetch failed'));
  };
  const pauses = (): readonly number[] => asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0));
  return { asked, dead, pauses };
}

describe('a server that is down for an hour', () => {
  it('gets one request a backoff step, at most every 30 seconds, with a jitter of a half', async () => {
    virtualTime();
    const { asked, dead, pauses } = deadNetwork();
    const options = { fetch: dead, retry: { initialDelay: 500 } };
    const made = watched('http://127.0.0.1:9', { ...options, notificationsUrl: 'http://127.0.0.1:9/cometd' });
    await vi.advanceTimersByTimeAsync(hour);
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(['/api/v2/me']));
    const full = pauses().map((_, index) => Math.min(500 * 2 ** index, 30_000));
    expect(pauses().every((pause, index) => pause >= (full[index] ?? 0) / 2 - 1)).toBe(true);
    expect(pauses().every((pause, index) => pause <= (full[index] ?? 0) + 1)).toBe(true);
    expect(
      new Set(
        pauses()
          .slice(8)
          .map((pause) => Math.round(pause / 100)),
      ).size,
    ).toBeGreaterThan(20);
    // 160 expected: 30 seconds less the quarter that chance takes on average.
    expect(asked.length).toBeGreaterThan(120);
    expect(asked.length).toBeLessThan(245);
    expect(made.status()).toMatchObject({ state: 'connecting', attempt: asked.length });
    expect(made.errors).toEqual([]);
  });

  it('gets one handshake a step', async () => {
    virtualTime();
    const { asked, dead, pauses } = deadNetwork();
    // Without the base nobody asks for the user.
    const made = watched('', {
      fetch: dead,
      notificationsUrl: 'http://127.0.0.1:9/cometd',
      retry: { jitter: 0 },
    });
    await vi.advanceTimersByTimeAsync(hour);
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(['/cometd/handshake']));
    const steps = pauses();
    expect(steps.slice(0, 8)).toEqual([20, 40, 80, 160, 320, 640, 1_280, 2_560]);
    expect(new Set(steps.slice(11))).toEqual(new Set([30_000]));
    expect(made.status()?.attempt).toBe(asked.length);
  });

  it('gets one request a step: polls until maxInterval is over, one disconnect, then logins', async () => {
    const time = virtualTime();
    const server = await scriptedServer();
    const made = watched(server.url, { retry: { initialDelay: 500 } });
    await time.until(() => made.status()?.state === 'connected', 30_000);
    const before = server.asked.length;
    server.script = () => 'hang up';
    await time.until(() => made.status()?.state === 'interrupted', 60_000);
    const interruptedAt = made.status()?.since ?? 0;
    await time.until(() => made.status()?.state === 'reconnecting', 60_000);
    expect(made.status()?.since).toBeGreaterThanOrEqual(interruptedAt + 10_000);
    expect(made.status()?.since).toBeLessThanOrEqual(interruptedAt + 10_000 + 16_000);
    await time.pass(hour);
    const kinds = server.asked.slice(before).map(({ kind }) => kind);
    expect(kinds.filter((kind, at) => kind !== kinds[at - 1])).toEqual(['connect', 'disconnect', 'me']);
    expect(kinds.filter((kind) => kind === 'connect').length).toBeLessThan(12);
    expect(kinds.length).toBeGreaterThan(90);
    expect(kinds.length).toBeLessThan(245);
    server.script = () => undefined;
    await time.until(() => made.status()?.state === 'connected', 31_000);
    expect(server.count('handshake')).toBe(2);
    expect(made.errors).toEqual([]);
  });

  it('costs no memory', { timeout: 60_000 }, async () => {
    virtualTime();
    let count = 0;
    const dead: typeof fetch = () => {
      count += 1;
      return Promise.reject(new TypeError('fetch failed'));
    };
    const made = watched('', {
      fetch: dead,
      notificationsUrl: 'http://127.0.0.1:9/cometd',
      retry: { initialDelay: 500 },
      logger: () => undefined,
    });
    const statuses = made.statuses as unknown[];
    await vi.advanceTimersByTimeAsync(2 * hour);
    statuses.length = 0;
    const before = await held();
    await vi.advanceTimersByTimeAsync(10 * hour);
    statuses.length = 0;
    const growth = (await held()) - before;
    expect(count).toBeGreaterThan(12 * 120);
    // 1,600 attempts: a client that each left behind would be 5 times as much.
    expect(growth).toBeLessThan(3_000_000);
  });
});

describe('a network that swallows everything', () => {
  it('is interrupted when the poll is overdue, then reconnecting until the server answers again', async () => {
    const time = virtualTime();
    const server = await scriptedServer();
    const made = watched(server.url);
    await time.until(() => made.status()?.state === 'connected', 30_000);
    server.isSwallowed = true;
    await time.pass(server.hold + 8_000);
    await time.until(() => made.status()?.state === 'interrupted', 5_000);
    expect(made.status()?.reason).toMatch(/expired|did not answer|aborted/);
    await time.until(() => made.status()?.state === 'reconnecting', 60_000);
    server.isSwallowed = false;
    await time.until(() => made.status()?.state === 'connected', 60_000);
    server.publish(chatData('heard'));
    await time.until(() => made.chats.length > 0, 30_000);
    expect(made.chats).toEqual(['heard']);
  });

  it.each(['me', 'handshake'] as const)(
    'a missing reply to /%s times out after 10 seconds',
    async (silent) => {
      const time = virtualTime();
      const server = await scriptedServer(({ kind, count }) =>
        kind === silent && count === 1 ? 'silence' : undefined,
      );
      const made = watched(server.url);
      await time.until(() => server.count(silent) === 1, 1_000);
      const before = Date.now();
      await time.until(() => made.status()?.attempt === 1, 15_000);
      expect(Date.now() - before).toBeGreaterThanOrEqual(9_000);
      expect(Date.now() - before).toBeLessThanOrEqual(11_000);
      await time.until(() => made.status()?.state === 'connected', 15_000);
    },
  );
});

describe('a token function that takes its time', () => {
  it('is awaited and not called again meanwhile, also across unsubscribing and subscribing', async () => {
    const time = virtualTime();
    const server = await scriptedServer();
    let asked = 0;
    let signIn: (token: string) => void = () => expect.unreachable();
    const token = (): Promise<string> => {
      asked += 1;
      return new Promise((resolve) => (signIn = resolve));
    };
    const made = watched(server.url, { credentials: credentials.bearer(token) });
    await time.pass(60_000);
    made.leave();
    await time.pass(60_000);
    made.listen();
    const fetched = made.session.fetch('/api/v2/me');
    await time.pass(60_000);
    expect(asked).toBe(1);
    expect(server.count('me')).toBe(0);
    expect(made.status()).toMatchObject({ state: 'connecting', attempt: 0 });
    signIn('token-of-Sam');
    await time.until(() => made.status()?.state === 'connected', 5_000);
    expect((await fetched).status).toBe(200);
    expect(asked).toBe(1);
    expect(made.errors).toEqual([]);
  });

  it('does not shorten the 10 seconds of the login after it, of session.fetch too', async () => {
    const time = virtualTime();
    const server = await scriptedServer(({ kind }) => (kind === 'me' ? 'silence' : undefined));
    const token = (): Promise<string> =>
      new Promise((resolve) => {
        setTimeout(() => {
          resolve('token-of-Sam');
        }, 30_000);
      });
    const made = unwatched(server.url, { credentials: credentials.bearer(token) });
    let reason = '';
    const startedAt = Date.now();
    made.session.fetch('/api/v2/me').catch((error: unknown) => {
      reason = String(error);
    });
    await time.until(() => reason !== '', 60_000);
    expect(reason).toContain('could not log in: the server did not answer within 10000 ms');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(39_000);
    expect(Date.now() - startedAt).toBeLessThanOrEqual(41_000);
  });
});
