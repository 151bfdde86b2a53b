import { describe, expect, it, vi } from 'vitest';
import { type BayeuxClient, connectionStatus, fromChannel } from '../../src/channel/index.ts';
import { fakeBayeuxClient } from '../../src/testing/index.ts';
import { channel, listening } from './listening.ts';

describe('fromChannel', () => {
  it('connected means that every channel held is acknowledged, too', () => {
    const { client, listen } = listening();
    const states: string[] = [];
    connectionStatus(client).subscribe(({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    });
    client.holdSubscriptions();
    listen(fromChannel(client, channel));
    client.handshake();
    expect(states).toEqual(['idle', 'connecting']);
    client.answerSubscriptions();
    expect(states).toEqual(['idle', 'connecting', 'connected']);
    client.holdSubscriptions();
    const second = listen(fromChannel(client, '/v2/me/calls'));
    expect(states.at(-1)).toBe('connecting');
    second.unsubscribe();
    expect(states.at(-1)).toBe('connected');
    client.handshake();
    expect(states.at(-1)).toBe('reconnecting');
    client.answerSubscriptions();
    expect(states.at(-1)).toBe('connected');
  });
});

describe('connectionStatus', () => {
  it('tells the current status at once, late subscribers too, and every change once', () => {
    vi.useFakeTimers({ now: 1_000 });
    const client = fakeBayeuxClient();
    const early: unknown[] = [];
    const late: unknown[] = [];
    const subscription = connectionStatus(client).subscribe((status) => early.push(status));
    client.handshake();
    vi.advanceTimersByTime(500);
    client.resume();
    connectionStatus(client).subscribe((status) => late.push(status));
    const connected = { state: 'connected', since: 1_000, attempt: 0, clientId: 'session-1' };
    expect(early).toEqual([
      { state: 'idle', since: 1_000, attempt: 0 },
      { state: 'connecting', since: 1_000, attempt: 0 },
      { state: 'connecting', since: 1_000, attempt: 0, clientId: 'session-1' },
      connected,
    ]);
    expect(late).toEqual([connected]);
    client.interrupt({ reason: 'connection refused', httpCode: 0 });
    client.interrupt({ httpCode: 503 });
    const interrupted = { state: 'interrupted', since: 1_500, clientId: 'session-1' };
    expect(late.slice(1)).toEqual([
      { ...interrupted, attempt: 1, reason: 'connection refused' },
      { ...interrupted, attempt: 2, httpStatus: 503 },
    ]);
    client.resume();
    expect(late.at(-1)).toEqual({ ...connected, since: 1_500 });
    subscription.unsubscribe();
    vi.useRealTimers();
  });

  it('distinguishes a reconnection from a server that does not answer', () => {
    const client = fakeBayeuxClient();
    const states: string[] = [];
    connectionStatus(client).subscribe(({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    });
    client.handshake();
    client.interrupt();
    client.expireSession();
    client.handshake();
    expect(states).toEqual(['idle', 'connecting', 'connected', 'interrupted', 'reconnecting', 'connected']);
  });

  it('closed and denied are ends that a later handshake leaves behind', () => {
    const client = fakeBayeuxClient();
    const states: string[] = [];
    connectionStatus(client).subscribe(({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    });
    client.denyHandshake();
    client.handshake();
    client.disconnect();
    client.handshake();
    client.endSession();
    expect(states).toEqual([
      'idle',
      'connecting',
      'denied',
      'connecting',
      'connected',
      'closed',
      'connecting',
      'connected',
      'closed',
    ]);
  });

  it.each([
    ['disconnected', 'idle'],
    ['disconnecting', 'idle'],
    ['handshaking', 'connecting'],
    ['connecting', 'connected'],
    ['connected', 'connected'],
  ])('a client that nobody listened to before is taken at its word: %s is %s', (status, state) => {
    const client: BayeuxClient = { ...fakeBayeuxClient(), getStatus: () => status, getClientId: () => 'abc' };
    const states: string[] = [];
    connectionStatus(client).subscribe((status) => states.push(status.state));
    expect(states).toEqual([state]);
  });

  it('needs no extensions of a client, and leaves none behind', () => {
    const plain = fakeBayeuxClient();
    delete plain.registerExtension;
    delete plain.unregisterExtension;
    const states: string[] = [];
    const subscription = connectionStatus(plain).subscribe(({ state }) => states.push(state));
    plain.handshake();
    expect(states.at(-1)).toBe('connected');
    subscription.unsubscribe();
    const client = fakeBayeuxClient();
    const unregistered = vi.spyOn(client, 'unregisterExtension');
    connectionStatus(client).subscribe().unsubscribe();
    expect(unregistered).toHaveBeenCalledOnce();
  });
});
