import { describe, expect, it } from 'vitest';
import type { BayeuxAdvice } from '../../../src/channel/index.ts';
import { type Kind, refused, reply, type Scripted, scriptedServer } from '../scriptedServer.ts';
import { virtualTime } from '../virtualTime.ts';
import { connected, eventually, watched } from '../watched.ts';

const interval = 700;

describe('the interval of an advice', () => {
  it.each<readonly [string, Kind, Scripted, Kind]>([
    [
      'a refused handshake',
      'handshake',
      refused('500::busy', { reconnect: 'handshake', interval }),
      'handshake',
    ],
    [
      'a handshake refused to be retried',
      'handshake',
      refused('500::busy', { reconnect: 'retry', interval }),
      'handshake',
    ],
    ['a successful handshake', 'handshake', reply({ advice: { reconnect: 'retry', interval } }), 'connect'],
    [
      'an unknown session',
      'connect',
      refused('402::Unknown client', { reconnect: 'handshake', interval }),
      'handshake',
    ],
    ['a refused poll', 'connect', refused('503::busy', { reconnect: 'retry', interval }), 'connect'],
    [
      'a poll that ends the session',
      'connect',
      reply({ advice: { reconnect: 'handshake', interval } }),
      'handshake',
    ],
    [
      'a poll that wants no further one',
      'connect',
      reply({ advice: { reconnect: 'none', interval } }),
      'handshake',
    ],
    ['a successful poll', 'connect', reply({ advice: { reconnect: 'retry', interval } }), 'connect'],
    ['a refused subscription', 'subscribe', refused('503::busy', { interval }), 'handshake'],
  ])('is waited for after %s', async (_, kind, scripted, next) => {
    const server = await scriptedServer((asked) =>
      asked.kind === kind && asked.count === 1 ? scripted : undefined,
    );
    const made = watched(server.url, { history: false });
    await eventually(() => {
      expect(server.count(kind)).toBe(1);
    });
    const [first] = server.of(kind);
    const after = (): readonly number[] =>
      server
        .of(next)
        .map(({ at }) => at - (first?.at ?? 0))
        .filter((pause) => pause > 0);
    await eventually(() => {
      expect(after().length).toBeGreaterThan(0);
    });
    expect(after()[0]).toBeGreaterThanOrEqual(interval - 1);
    expect(after()[0]).toBeLessThan(3 * interval);
    await connected(made);
  });

  it.each<readonly [string, BayeuxAdvice & { readonly 'multiple-clients'?: boolean }]>([
    ['short polling', { reconnect: 'retry', timeout: 0, interval: 1_000 }],
    ['several tabs of one browser', { reconnect: 'retry', interval: 2_000, 'multiple-clients': true }],
  ])('is the pace of polls that are answered at once, with the same session: %s', async (_, advice) => {
    const time = virtualTime();
    const polls: number[] = [];
    const server = await scriptedServer(({ kind }) => {
      if (kind !== 'connect') return undefined;
      polls.push(Date.now());
      return reply({ advice });
    });
    server.hold = 0;
    const made = watched(server.url, { history: false });
    await time.until(() => polls.length > 20, 120_000);
    const pauses = polls.slice(1).map((at, index) => at - (polls[index] ?? 0));
    const advised = advice.interval ?? 0;
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(advised);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(advised + 600);
    expect(made.states()).toEqual(['idle', 'connecting', 'connected']);
    expect(server.count('handshake')).toBe(1);
  });
});

/** HTTP knows whole seconds. */
const inSeconds = (at: number): string => new Date(at).toUTCString();

describe.each([
  ['an hour ahead', 3_600_000],
  ['an hour behind', -3_600_000],
])('Retry-After as a date of a clock that is %s', (_, offset) => {
  const busy = (): Extract<Scripted, { readonly status: number }> => {
    const now = Date.now() + offset;
    return { status: 503, headers: { date: inSeconds(now), 'retry-after': inSeconds(now + 1_000) } };
  };

  it.each<Kind>(['me', 'handshake', 'subscribe', 'connect'])(
    "is measured against the reply's own date: %s",
    async (kind) => {
      const server = await scriptedServer((asked) =>
        asked.kind === kind && asked.count === 1 ? busy() : undefined,
      );
      await connected(watched(server.url, { history: false }));
      expect(server.pauses(kind)[0]).toBeGreaterThanOrEqual(999);
      expect(server.pauses(kind)[0]).toBeLessThan(4_000);
    },
  );

  it("is measured against the reply's own date: history", async () => {
    const server = await scriptedServer();
    const lists: number[] = [];
    server.rest = () => {
      lists.push(performance.now());
      return lists.length === 1 ? busy() : { status: 200, body: '{"chats":[]}' };
    };
    await watched(server.url).session.ready();
    const [first = 0, second = Infinity] = lists;
    expect(second - first).toBeGreaterThanOrEqual(999);
    expect(second - first).toBeLessThan(4_000);
  });
});
