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
  it('keeps each former state and how long it lasted', () => {
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

  it('counts backfills and keeps the last', () => {
    const backfilled = { from: 0, to: 10, chatCount: 1, messageCount: 2 };
    const log = after(
      { kind: 'backfilled', backfilled },
      { kind: 'backfilled', backfilled: { ...backfilled, messageCount: 3 } },
    );
    expect([log.backfillCount, log.backfilled?.messageCount]).toEqual([2, 3]);
  });

  it('lists failures latest first, and counts repetitions', () => {
    const { failures, failureCount } = after(failure('a', 1), failure('b', 2), failure('b', 3));
    expect(failures).toEqual([
      { kind: 'history', message: 'b', at: 3, times: 2 },
      { kind: 'history', message: 'a', at: 1, times: 1 },
    ]);
    expect(failureCount).toBe(3);
  });

  it('keeps the latest 30 states and failures', () => {
    const { past, failures } = after(
      ...Array.from({ length: 100 }, (_, at) => status(at % 2 === 0 ? 'connected' : 'interrupted', at)),
      ...Array.from({ length: 100 }, (_, at) => failure(String(at), at)),
    );
    expect([past.length, failures.length]).toEqual([30, 30]);
  });
});
