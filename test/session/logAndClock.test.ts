import { VirtualTimeScheduler } from 'rxjs';
import { chatSession, type LogEntry } from 'rx-chat-notifications';
import { fakeBayeuxClient } from 'rx-chat-notifications/testing';
import { describe, expect, it, vi } from 'vitest';
import { overFake } from './overFake.ts';
import { hear, session } from './sessions.ts';

describe('the log', () => {
  it('tells every change of the status as info and what is not decoded as warn, with the clock of the session', () => {
    const entries: LogEntry[] = [];
    const scheduler = new VirtualTimeScheduler();
    const { chats, client } = overFake({ logger: (entry) => entries.push(entry), scheduler });
    hear(chats.notifications$);
    client.publish('/v2/me/chats', 42);
    expect(entries.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'info connected',
      expect.stringMatching(/^warn not decoded: /),
    ]);
    expect(new Set(entries.map(({ at }) => at))).toEqual(new Set([0]));
  });

  it('goes to console.warn by default, the warnings alone', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation(() => undefined),
    );
    const client = fakeBayeuxClient();
    const chats = chatSession({ client });
    client.handshake();
    hear(chats.notifications$);
    client.publish('/v2/me/chats', 42);
    await chats.close();
    const calls = spies.map(({ mock }) => mock.calls.length);
    const told = String(spies[2]?.mock.calls[0]?.[0]);
    for (const spy of spies) spy.mockRestore();
    expect([calls, told]).toEqual([
      [0, 0, 1, 0, 0],
      expect.stringMatching(/^rx-chat-notifications: not decoded: /),
    ]);
  });
});

describe('the clock', () => {
  it('a server that is down for an hour is asked once a backoff step, never later than maxDelay after the last', async () => {
    const scheduler = new VirtualTimeScheduler();
    const asked: number[] = [];
    const chats = session({
      url: 'http://localhost',
      scheduler,
      retry: { initialDelay: 500, maxDelay: 30_000, jitter: 0 },
      fetch: () => {
        asked.push(scheduler.now());
        return Promise.reject(new TypeError('fetch failed'));
      },
    });
    const status = hear(chats.status$);
    const hour = 3_600_000;
    const waiting = (): readonly number[] =>
      scheduler.actions.filter(({ closed }) => !closed).map(({ delay }) => delay);
    let next = 0;
    for (let attempt = 1; next <= hour; attempt += 1) {
      scheduler.maxFrames = next;
      scheduler.flush();
      await vi.waitUntil(() => status.values.at(-1)?.attempt === attempt, { timeout: 10_000, interval: 0 });
      expect(waiting()).toHaveLength(1);
      next = waiting()[0] ?? Infinity;
    }
    const steps = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(steps.slice(0, 8)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(new Set(steps.slice(6))).toEqual(new Set([30_000]));
    expect(asked.at(-1)).toBeGreaterThan(hour - 30_000);
    expect(status.values.at(-1)).toMatchObject({ state: 'connecting', attempt: asked.length });
  });
});
