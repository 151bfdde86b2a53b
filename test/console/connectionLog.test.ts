import type { ConnectionStatus } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import {
  connectionAfter,
  type ConnectionEvent,
  type ConnectionLog,
  emptyLog,
} from '../../examples/web-console/page/model/connectionLog.ts';

const status = (state: ConnectionStatus['state'], since: number, reason?: string): ConnectionEvent => ({
  kind: 'status',
  status: { state, since, attempt: 0, ...(reason !== undefined && { reason }) },
});

const failure = (message: string, at: number): ConnectionEvent => ({
  kind: 'failure',
  failure: { kind: 'history', message },
  at,
});

const after = (...events: readonly ConnectionEvent[]): ConnectionLog =>
  events.reduce(connectionAfter, emptyLog);

describe('the log of the connection', () => {
  it('tells each state that has passed, and how long it took', () => {
    const { status: now, past } = after(
      status('connecting', 0),
      status('connected', 100),
      status('interrupted', 500),
      status('interrupted', 500, 'Bad Gateway'),
      status('connected', 1_500),
    );
    expect(now?.state).toBe('connected');
    expect(past).toEqual([
      { state: 'interrupted', since: 500, took: 1_000, reason: 'Bad Gateway' },
      { state: 'connected', since: 100, took: 400 },
      { state: 'connecting', since: 0, took: 100 },
    ]);
  });

  it('counts restorations and keeps the last', () => {
    const restored = { lostFrom: 0, restoredAt: 10, chats: 1, messages: 2 };
    const log = after(
      { kind: 'restored', restored },
      { kind: 'restored', restored: { ...restored, messages: 3 } },
    );
    expect([log.restorations, log.restored?.messages]).toEqual([2, 3]);
  });

  it('tells failures, the latest first, and the same in a row once', () => {
    const { failures, failureCount } = after(failure('a', 1), failure('b', 2), failure('b', 3));
    expect(failures).toEqual([
      { kind: 'history', message: 'b', at: 3, times: 2 },
      { kind: 'history', message: 'a', at: 1, times: 1 },
    ]);
    expect(failureCount).toBe(3);
  });

  it('forgets what is long past', () => {
    const { past, failures } = after(
      ...Array.from({ length: 100 }, (_, at) => status(at % 2 === 0 ? 'connected' : 'interrupted', at)),
      ...Array.from({ length: 100 }, (_, at) => failure(String(at), at)),
    );
    expect([past.length, failures.length]).toEqual([30, 30]);
  });
});
