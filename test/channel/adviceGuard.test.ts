import { adviceGuard } from 'rx-chat-notifications';
import { describe, expect, it, vi } from 'vitest';
import {
  refused,
  reply,
  type Script,
  type ScriptedServer,
  scriptedServer,
} from '../session/scriptedServer.ts';
import type { BayeuxMessage } from '../../src/channel/index.ts';
import type { CometDClient } from '../../src/transport/transport.ts';
import { client, collected, eventually, transport } from '../transport/clients.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** CometD 9 with a guard or without, shaking hands with a server. */
async function meeting(
  script: Script,
  isGuarded: boolean,
): Promise<{ readonly server: ScriptedServer; readonly made: CometDClient }> {
  const server = await scriptedServer(script);
  const made = await client(transport(), `${server.url}/api/v2/notifications`, { backoffIncrement: 100 });
  if (isGuarded) made.registerExtension('adviceGuard', adviceGuard());
  made.handshake();
  return { server, made };
}

/** Subscribes, publishes, and gives what arrived. */
async function expectDelivery(made: CometDClient, server: ScriptedServer): Promise<void> {
  const data = await collected(made, '/v2/me/chats');
  server.publish('heard');
  await eventually(() => {
    expect(data).toEqual(['heard']);
  });
}

describe('adviceGuard on a CometD client of one’s own', () => {
  it('a refused handshake that advises to retry is tried again after the backoff, no storm as without it', async () => {
    const script: Script = ({ kind }) =>
      kind === 'handshake' ? refused('500::not yet', { reconnect: 'retry', interval: 0 }) : undefined;
    const { server: stormed } = await meeting(script, false);
    const { server: spared } = await meeting(script, true);
    await eventually(() => {
      expect(stormed.count('handshake')).toBeGreaterThan(20);
      expect(spared.count('handshake')).toBeGreaterThan(3);
    });
    // CometD's backoff grows from 0 by 100 milliseconds.
    const [, second = 0, third = 0] = spared.pauses('handshake');
    expect([second >= 99, third >= 199]).toEqual([true, true]);
  });

  it.each(['handshake', 'whenever'])(
    'a successful handshake that advises %s is followed by polls, without it by none',
    async (reconnect) => {
      const script: Script = ({ kind, count }) =>
        kind === 'handshake' && count === 1 ? reply({ advice: { reconnect } }) : undefined;
      const { server: unguarded } = await meeting(script, false);
      const { server, made } = await meeting(script, true);
      await eventually(() => {
        expect(made.getStatus()).toBe('connected');
      });
      await expectDelivery(made, server);
      expect(server.count('handshake')).toBe(1);
      await sleep(200);
      expect([unguarded.count('handshake'), unguarded.count('connect')]).toEqual([1, 0]);
    },
  );

  it('a successful poll that advises to handshake is followed by a handshake, without it by nothing', async () => {
    const script: Script = ({ kind, count }) =>
      kind === 'connect' && count === 1 ? reply({ advice: { reconnect: 'handshake' } }) : undefined;
    const { server: unguarded, made: stalled } = await meeting(script, false);
    const { server, made } = await meeting(script, true);
    await eventually(() => {
      expect([server.count('handshake'), made.getStatus()]).toEqual([2, 'connected']);
    });
    await expectDelivery(made, server);
    await sleep(200);
    expect([unguarded.count('handshake'), unguarded.count('connect'), stalled.getStatus()]).toEqual([
      1,
      1,
      'connected',
    ]);
  });

  it('a successful poll that advises nonsense is followed by the next, without it by nothing', async () => {
    const script: Script = ({ kind, count }) =>
      kind === 'connect' && count === 1 ? reply({ advice: { reconnect: 'whenever' } }) : undefined;
    const { server: unguarded } = await meeting(script, false);
    const { server, made } = await meeting(script, true);
    await eventually(() => {
      expect(server.count('connect')).toBe(2);
    });
    await expectDelivery(made, server);
    await sleep(200);
    expect([server.count('handshake'), unguarded.count('connect')]).toEqual([1, 1]);
  });

  it.each(['handshake', 'connect'])('an end that a /meta/%s advises is an end', async (last) => {
    const { server, made } = await meeting(
      ({ kind }) => (kind === last ? refused('403::denied', { reconnect: 'none' }) : undefined),
      true,
    );
    await eventually(() => {
      expect([server.count('handshake'), made.getStatus()]).toEqual([1, 'disconnected']);
    });
    await sleep(200);
    expect(server.count('handshake')).toBe(1);
  });

  it('an interval that no timer can run is no storm of polls, as without it', async () => {
    const script: Script = ({ kind }) =>
      kind === 'connect'
        ? { reply: (usual) => ({ ...usual, advice: { reconnect: 'retry', interval: 1e12 } }) }
        : undefined;
    vi.spyOn(process, 'emitWarning').mockReturnValue(); // Node would warn of each
    const both = [await meeting(script, false), await meeting(script, true)] as const;
    const [stormed, spared] = both.map(({ server }) => server);
    for (const { server } of both) server.hold = 1;
    await eventually(() => {
      expect(stormed?.count('connect')).toBeGreaterThan(20);
      expect(spared?.count('connect')).toBe(1);
    });
    vi.restoreAllMocks();
  });

  it.each([
    [
      { interval: 700_000, timeout: Infinity },
      { interval: 600_000, timeout: 600_000 },
    ],
    [{ interval: '5', timeout: -1 }, {}],
    [{ interval: NaN, timeout: null }, {}],
    [
      { interval: 0, timeout: 30_000, maxInterval: 1 },
      { interval: 0, timeout: 30_000, maxInterval: 1 },
    ],
  ])('times count as ten minutes at most, and an invalid time as absent: %o', (given, kept) => {
    const message = { channel: '/meta/connect', successful: true, advice: given as object };
    expect(adviceGuard().incoming?.(message)).toEqual({ ...message, advice: kept });
  });

  it.each([undefined, null])('a message with the advice %s passes as it is', (advice) => {
    const message: BayeuxMessage = { channel: '/v2/me/chats', ...({ advice } as object) };
    expect(adviceGuard().incoming?.(message)).toBe(message);
  });
});

describe('a server that answers polls at once', () => {
  it('[AG7] is polled with pauses, and is no storm as without it', async () => {
    const both = [await meeting(() => undefined, false), await meeting(() => undefined, true)] as const;
    const [stormed, spared] = both.map(({ server }) => server);
    for (const { server } of both) server.hold = 0;
    await eventually(() => {
      expect(stormed?.count('connect')).toBeGreaterThan(30);
    });
    expect(spared?.count('connect')).toBeLessThan(10);
    await expectDelivery(both[1].made, both[1].server);
  });

  it('[AG7] the pauses double up to five seconds, and end with the first message or poll that is held', () => {
    vi.useFakeTimers();
    const guard = adviceGuard();
    const usual = { reconnect: 'retry', timeout: 30_000 };
    const poll = (held = 0, advice?: object): BayeuxMessage['advice'] => {
      guard.outgoing?.({ channel: '/meta/connect' });
      vi.advanceTimersByTime(held);
      const reply: BayeuxMessage = { channel: '/meta/connect', successful: true, ...(advice && { advice }) };
      return guard.incoming?.(reply).advice;
    };
    expect([poll(0, usual), poll(), poll()]).toEqual([usual, undefined, undefined]);
    const pauses = Array.from({ length: 8 }, () => poll()?.interval);
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    expect(poll(100)).toEqual(usual);
    expect(poll(100)).toBeUndefined();
    for (let polls = 0; polls < 4; polls += 1) poll();
    guard.incoming?.({ channel: '/v2/me/chats', data: {} });
    expect(poll()).toEqual(usual);
    vi.useRealTimers();
  });

  it('[AG7] that a client asks for after a failure is not paused', () => {
    const guard = adviceGuard();
    const polled = (timeout?: number): BayeuxMessage => {
      guard.outgoing?.({ channel: '/meta/connect', ...(timeout === 0 && { advice: { timeout } }) });
      return { channel: '/meta/connect', successful: true };
    };
    for (let failures = 0; failures < 20; failures += 1) {
      const reply = polled(0);
      expect(guard.incoming?.(reply)).toBe(reply);
      polled(); // which is held, and then cut off: an extension does not see it
    }
  });

  it('[AG7] is polled on with pauses, whatever it advised with a failure before', async () => {
    const { server, made } = await meeting(({ kind, count }) => {
      if (kind !== 'connect') return undefined;
      if (count === 2) return refused('402::Unknown client', { reconnect: 'handshake' });
      return { reply: ({ advice: _, ...bare }) => bare };
    }, true);
    server.hold = 0;
    await eventually(() => {
      expect(server.count('connect')).toBeGreaterThan(8);
    });
    await expectDelivery(made, server);
  });

  it('[AG7] that advises an end while it is paused ends it', () => {
    const guard = adviceGuard();
    const poll = (advice?: object): BayeuxMessage['advice'] => {
      guard.outgoing?.({ channel: '/meta/connect' });
      const reply: BayeuxMessage = { channel: '/meta/connect', successful: true, ...(advice && { advice }) };
      return guard.incoming?.(reply).advice;
    };
    for (let polls = 0; polls < 6; polls += 1) poll({ reconnect: 'retry' });
    expect(poll()).toMatchObject({ reconnect: 'retry' });
    expect(poll({ reconnect: 'none' })).toMatchObject({ reconnect: 'none' });
  });

  it('whether something succeeded is yes or no', () => {
    const replies = ['true', 1, 'false', null, 0, ''].map(
      (successful) => ({ channel: '/meta/connect', successful }) as unknown as BayeuxMessage,
    );
    expect(replies.map((message) => adviceGuard().incoming?.(message).successful)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
