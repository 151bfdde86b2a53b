import { filter, takeUntil } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BayeuxMessage, connectionStatus, fromChannel } from '../../src/channel/index.ts';
import { linkOf } from '../../src/channel/clientLink.ts';
import { type StubClient, stubClient } from './stubClient.ts';

const channel = '/v2/me/chats';
const subscription = { subscription: channel };
const granted = { channel: '/meta/subscribe', id: '3', successful: true, ...subscription };

describe('fromChannel, reply by reply', () => {
  let events: string[];
  const observer = {
    next: ({ data }: BayeuxMessage) => {
      events.push(String(data));
    },
    error: (error: unknown) => {
      events.push(String(error).split(':')[0] ?? '');
    },
    complete: () => {
      events.push('complete');
    },
  };
  const connected = () => stubClient({ status: 'connected', clientId: 'one' });

  beforeEach(() => {
    vi.useFakeTimers();
    events = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('frees everything when it is left: listeners, extension, timers', () => {
    const stub = connected();
    const first = fromChannel(stub.client, channel).subscribe(observer);
    const second = connectionStatus(stub.client).subscribe();
    expect([stub.listeners.size, stub.extensions.size]).toEqual([5, 1]);
    first.unsubscribe();
    second.unsubscribe();
    expect([stub.listeners.size, stub.extensions.size, stub.unsubscribed.length]).toEqual([0, 0, 1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('disconnecting while the handshake is under way completes it, whatever the handshake brings', () => {
    const stub = stubClient();
    fromChannel(stub.client, channel).subscribe(observer);
    stub.status = 'disconnecting';
    stub.clientId = 'one';
    stub.receive('/meta/handshake', { id: '1', successful: true, clientId: 'one' });
    expect(events).toEqual([]);
    stub.status = 'disconnected';
    stub.receive('/meta/disconnect', { id: '2', successful: true });
    expect(events).toEqual(['complete']);
    expect(stub.subscribed).toEqual([]);
  });

  it('reports the refusal of another subscription to the channel, with which the client drops this one', () => {
    const stub = connected();
    fromChannel(stub.client, channel).subscribe(observer);
    stub.subscribed[0]?.onReply(granted); // what CometD answers itself while another subscription is pending
    stub.receive('/meta/subscribe', {
      id: '3',
      successful: false,
      error: '403::denied',
      subscription: '/v2/me/calls',
    });
    expect(events).toEqual([]);
    stub.receive('/meta/subscribe', {
      id: '4',
      successful: false,
      error: '403::denied',
      subscription: ['/v2/me/calls', channel],
    });
    expect(events).toEqual(['SubscriptionDeniedError']);
  });

  it('resubscribes after a failed reply of an earlier session, with which the client drops the subscription of this one', () => {
    const stub = connected();
    fromChannel(stub.client, channel).subscribe(observer);
    stub.subscribed[0]?.onReply(granted);
    stub.receive('/meta/subscribe', {
      id: '9',
      successful: false,
      error: '402::Unknown client',
      ...subscription,
    });
    expect(stub.subscribed).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    expect(stub.subscribed).toHaveLength(2);
    stub.subscribed[0]?.listener({ channel, data: 'stale' });
    stub.subscribed[1]?.listener({ channel, data: 'heard' });
    expect(events).toEqual(['heard']);
  });

  it('unsubscribing at the change of status that the subscription causes leaves no subscription behind', () => {
    const stub = connected();
    const disconnected$ = connectionStatus(stub.client).pipe(filter(({ state }) => state !== 'connected'));
    fromChannel(stub.client, channel).pipe(takeUntil(disconnected$)).subscribe(observer);
    expect(events).toEqual(['complete']);
    expect(stub.subscribed).toHaveLength(stub.unsubscribed.length);
    expect(stub.listeners.size).toBe(0);
  });

  it('a handshake whose callback subscribed is not answered with a second subscription by its listener', () => {
    const stub = stubClient({ status: 'handshaking', clientId: 'one' });
    fromChannel(stub.client, channel).subscribe(observer); // in the callback, which comes before the listeners
    stub.receive('/meta/handshake', { id: '1', successful: true, clientId: 'one' });
    expect(stub.subscribed).toHaveLength(1);
    stub.clientId = 'two';
    stub.receive('/meta/handshake', { id: '2', successful: true, clientId: 'two' });
    expect(stub.subscribed).toHaveLength(2);
  });

  it('what is to be asked again waits while there is no session', () => {
    const stub = connected();
    fromChannel(stub.client, channel).subscribe(observer);
    stub.subscribed[0]?.onReply({
      channel: '/meta/subscribe',
      successful: false,
      failure: {},
      ...subscription,
    });
    stub.status = 'handshaking';
    stub.clientId = null;
    vi.advanceTimersByTime(60_000);
    expect([stub.subscribed.length, events]).toEqual([1, []]);
    stub.clientId = 'two';
    stub.receive('/meta/handshake', { id: '2', successful: true, clientId: 'two' });
    stub.subscribed[1]?.onReply(granted);
    stub.subscribed[1]?.onReply({
      channel: '/meta/subscribe',
      successful: false,
      failure: {},
      ...subscription,
    });
    vi.advanceTimersByTime(1_000); // the delay is the first again after a success
    expect(stub.subscribed).toHaveLength(3);
  });

  it('one that came while the client was disconnecting outlives that, and ends with the next disconnect', () => {
    const stub = stubClient({ status: 'disconnecting', clientId: 'one' });
    fromChannel(stub.client, channel).subscribe(observer);
    stub.receive('/meta/connect', { id: '1', successful: false, advice: { reconnect: 'none' } });
    stub.status = 'disconnected';
    stub.receive('/meta/disconnect', { id: '2', successful: true });
    expect(events).toEqual([]);
    stub.receive('/meta/disconnect', { id: '3', successful: true });
    expect(events).toEqual(['complete']);
  });

  it('channels that nobody listens to are forgotten', () => {
    const stub = connected();
    for (let chat = 0; chat < 3; chat += 1)
      fromChannel(stub.client, `/v2/me/${chat}`).subscribe(observer).unsubscribe();
    const { channels } = linkOf(stub.client, 'test');
    expect(channels.size).toBe(0);
    const messages$ = fromChannel(stub.client, channel);
    messages$.subscribe(observer).unsubscribe();
    messages$.subscribe(observer);
    fromChannel(stub.client, channel).subscribe(observer);
    expect(stub.subscribed.filter((asked) => asked.channel === channel)).toHaveLength(2);
    expect(stub.unsubscribed).toHaveLength(4);
  });
});

describe('connectionStatus, reply by reply', () => {
  const statesOf = (stub: StubClient): string[] => {
    const states: string[] = [];
    connectionStatus(stub.client).subscribe(({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    });
    return states;
  };
  const handshaken = { id: '1', successful: true, clientId: 'one' };
  const none = { advice: { reconnect: 'none' } };

  it.each([
    ['a successful connect', ['/meta/connect', { id: '2', successful: true, ...none }], 'closed'],
    ['a failed connect', ['/meta/connect', { id: '2', successful: false, ...none }], 'closed'],
    ['a successful handshake', ['/meta/handshake', { ...handshaken, ...none }], 'closed'],
    [
      'a failed handshake',
      ['/meta/handshake', { id: '1', successful: false, error: '403::no', ...none }],
      'denied',
    ],
    [
      'a handshake without a transport in common',
      ['/meta/handshake', { id: '1', clientId: 'two', successful: false }],
      'denied',
    ],
  ] as const)('whatever makes the client give up is an end: %s', (_, [meta, reply], state) => {
    const stub = stubClient();
    const states = statesOf(stub);
    stub.receive('/meta/handshake', handshaken);
    stub.receive('/meta/connect', { id: '2', successful: true });
    stub.receive(meta, reply);
    expect(states).toEqual(['idle', 'connecting', 'connected', state]);
  });

  it('so is a handshake that got no answer, where the client has no other transport to try', async () => {
    const stub = stubClient({ status: 'handshaking' });
    const seen: unknown[] = [];
    connectionStatus(stub.client).subscribe(({ state, reason }) => seen.push([state, reason]));
    const unanswered = { id: '1', successful: false, failure: { reason: 'Error' } };
    stub.receive('/meta/handshake', unanswered);
    await Promise.resolve();
    stub.receive('/meta/handshake', unanswered);
    stub.status = 'disconnected';
    await Promise.resolve();
    expect(seen).toEqual([
      ['connecting', undefined],
      ['connecting', 'Error'],
      ['connecting', 'Error'],
      ['closed', 'Error'],
    ]);
    stub.sendHandshake();
    expect(seen.at(-1)).toEqual(['connecting', 'Error']);
  });

  it('a handshake that is sent while the server does not answer changes nothing; a session that is gone has no id', () => {
    const stub = stubClient();
    const seen: unknown[] = [];
    connectionStatus(stub.client).subscribe(({ state, clientId }) => seen.push([state, clientId]));
    stub.receive('/meta/handshake', handshaken);
    stub.receive('/meta/connect', { id: '2', successful: true });
    stub.receive('/meta/connect', { id: '3', successful: false, failure: { reason: 'refused' } });
    stub.sendHandshake();
    stub.receive('/meta/connect', { id: '4', successful: false, error: '402::Unknown client' });
    expect(seen.slice(2)).toEqual([
      ['connected', 'one'],
      ['interrupted', 'one'],
      ['interrupted', undefined],
      ['reconnecting', undefined],
    ]);
  });

  it('the first connection is connecting until its channel is acknowledged, not reconnecting', () => {
    const stub = stubClient();
    const states = statesOf(stub);
    fromChannel(stub.client, channel).subscribe();
    stub.status = 'handshaking';
    stub.clientId = 'one';
    stub.receive('/meta/handshake', handshaken);
    stub.receive('/meta/connect', { id: '2', successful: true });
    stub.receive('/meta/connect', { id: '3', successful: false, failure: {} });
    stub.receive('/meta/connect', { id: '4', successful: true });
    expect(states).toEqual(['idle', 'connecting']);
    stub.subscribed[0]?.onReply(granted);
    expect(states).toEqual(['idle', 'connecting', 'connected']);
  });

  it('a later connectionStatus replays what fromChannel saw', () => {
    const stub = stubClient({ status: 'connected', clientId: 'one' });
    fromChannel(stub.client, channel).subscribe();
    stub.subscribed[0]?.onReply(granted);
    stub.receive('/meta/connect', { id: '3', successful: false, failure: { reason: 'refused' } });
    expect(statesOf(stub)).toEqual(['interrupted']);
  });
});
