import { filter, type Observable, skip, Subscription, take, takeUntil } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type BayeuxClient,
  type BayeuxMessage,
  connectionStatus,
  fromChannel,
} from '../../src/channel/index.ts';
import { fakeBayeuxClient, type FakeBayeuxClient } from '../../src/testing/index.ts';

const channel = '/v2/me/chats';

describe('fromChannel', () => {
  let client: FakeBayeuxClient;
  let events: unknown[];
  const subscriptions = new Subscription();

  const listen = (messages$: Observable<BayeuxMessage>, into = events): Subscription =>
    messages$.subscribe({
      next: ({ data }) => into.push(data),
      error: (error: unknown) => into.push(String(error).split(':')[0]),
      complete: () => into.push('complete'),
    });

  beforeEach(() => {
    vi.useFakeTimers();
    client = fakeBayeuxClient();
    events = [];
  });
  afterEach(() => {
    subscriptions.unsubscribe();
    vi.useRealTimers();
  });

  it('[C10] does nothing before it is subscribed to, and frees everything when it is left', () => {
    const messages$ = fromChannel(client, channel);
    client.handshake();
    expect(client.requests).toEqual(['/meta/handshake']);
    const subscription = listen(messages$);
    expect(client.requests).toEqual(['/meta/handshake', `/meta/subscribe ${channel}`]);
    subscription.unsubscribe();
    expect(client.requests.at(-1)).toBe(`/meta/unsubscribe ${channel}`);
    expect(client.subscriptions).toEqual([]);
    const before = client.requests.length;
    client.handshake();
    expect(client.requests.slice(before)).toEqual(['/meta/handshake']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('[C11] going from one subscriber to none and back to one at once leaves it subscribed', () => {
    client.handshake();
    const messages$ = fromChannel(client, channel);
    listen(messages$).unsubscribe();
    listen(messages$);
    client.publish(channel, 'one');
    expect(events).toEqual(['one']);
    expect(client.subscriptions).toEqual([channel]);
  });

  it('[C11] whoever leaves while the client still asks for the subscription leaves none behind', () => {
    client.handshake();
    const acknowledged$ = connectionStatus(client).pipe(
      filter(({ state }) => state === 'connected'),
      skip(1),
    );
    listen(fromChannel(client, channel).pipe(takeUntil(acknowledged$)));
    expect(events).toEqual(['complete']);
    expect(client.requests).toContain(`/meta/subscribe ${channel}`);
    expect(client.subscriptions).toEqual([]);
  });

  it('[C12] a subscriber that leaves while it is handed a message is handed no other', () => {
    client.handshake();
    listen(fromChannel(client, channel).pipe(take(1)));
    client.publish(channel, 'one');
    client.publish(channel, 'two');
    expect(events).toEqual(['one', 'complete']);
    expect(client.subscriptions).toEqual([]);
  });

  it('[C13] a request to subscribe that does not reach the server is no denial: it is sent again, ever less often', () => {
    client.failSubscriptions({ reason: 'connection refused', httpCode: 503 });
    client.handshake();
    listen(fromChannel(client, channel));
    const sent = (): number =>
      client.requests.filter((request) => request === `/meta/subscribe ${channel}`).length;
    expect(sent()).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(sent()).toBe(2);
    vi.advanceTimersByTime(2_000);
    expect(sent()).toBe(3);
    vi.advanceTimersByTime(3_600_000);
    expect(sent()).toBeLessThan(130);
    client.failSubscriptions();
    vi.advanceTimersByTime(30_000);
    client.publish(channel, 'heard');
    expect(events).toEqual(['heard']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('[C14] a new session takes the place of a request that waits to be sent again', () => {
    client.failSubscriptions({ reason: 'connection refused' });
    client.handshake();
    listen(fromChannel(client, channel));
    client.failSubscriptions();
    client.handshake();
    expect(vi.getTimerCount()).toBe(0);
    client.publish(channel, 'once');
    expect(events).toEqual(['once']);
  });

  it.each(['402::Unknown client', '402::session_unknown', '401:abc:Unknown client'])(
    '[C15] a session that the server no longer knows is no denial: it waits for the handshake: %s',
    (error) => {
      client.denySubscriptions(error);
      client.handshake();
      listen(fromChannel(client, channel));
      expect(events).toEqual([]);
      client.denySubscriptions();
      client.expireSession();
      client.handshake();
      client.publish(channel, 'heard');
      expect(events).toEqual(['heard']);
    },
  );

  it('[C16] a denial is told to every subscriber, and subscribing again asks again', () => {
    client.denySubscriptions('403::subscribe_denied');
    const messages$ = fromChannel(client, channel);
    listen(messages$);
    listen(messages$);
    client.handshake();
    expect(events).toEqual(['SubscriptionDeniedError', 'SubscriptionDeniedError']);
    client.denySubscriptions();
    listen(messages$);
    client.publish(channel, 'heard');
    expect(events.at(-1)).toBe('heard');
  });

  it('[C17] a reply of an earlier session changes nothing in a later one', () => {
    client.holdSubscriptions();
    client.handshake();
    const late: ((reply: BayeuxMessage) => void)[] = [];
    const spied: BayeuxClient = {
      ...client,
      subscribe: (name, listener, onReply) => {
        late.push(onReply);
        return client.subscribe(name, listener, onReply);
      },
    };
    listen(fromChannel(spied, channel));
    client.handshake();
    client.answerSubscriptions();
    late[0]?.({ channel: '/meta/subscribe', successful: false, error: '403::too_late' });
    client.publish(channel, 'heard');
    expect(events).toEqual(['heard']);
  });

  it('[C18] a server that wants no other session ends it: by /meta/disconnect, or by the advice none', () => {
    client.handshake();
    listen(fromChannel(client, channel));
    client.endSession();
    expect(events).toEqual(['SessionEndedError']);
    client.handshake();
    listen(fromChannel(client, channel));
    client.retire();
    expect(events).toEqual(['SessionEndedError', 'SessionEndedError']);
  });

  it('[C19] two clients share nothing, two channels of one client share no messages', () => {
    const other = fakeBayeuxClient();
    const others: unknown[] = [];
    client.handshake();
    other.handshake();
    listen(fromChannel(client, channel));
    listen(fromChannel(client, '/v2/me/calls'), others);
    listen(fromChannel(other, channel), others);
    client.publish(channel, 'mine');
    other.publish(channel, 'theirs');
    client.publish('/v2/me/calls', 'call');
    expect([events, others]).toEqual([['mine'], ['theirs', 'call']]);
  });

  it('[C20] takes wildcard channels', () => {
    client.handshake();
    listen(fromChannel(client, '/v2/me/*'));
    listen(fromChannel(client, '/v2/**'));
    client.publish(channel, 'one');
    client.publish('/v2/me/chats/deep', 'two');
    client.publish('/v3', 'unheard');
    expect(events).toEqual(['one', 'one', 'two']);
  });

  it('[C21] hands on what the client throws at subscribing', () => {
    client.handshake();
    const picky: BayeuxClient = {
      ...client,
      subscribe: () => {
        throw new Error('Illegal argument');
      },
    };
    listen(fromChannel(picky, '/v2/%'));
    expect(events).toEqual(['Error']);
  });

  it.each([[''], ['v2/me/chats'], [undefined], [5], [null]])(
    '[C22] throws a TypeError that names the channel, when it is called: %s',
    (name) => {
      expect(() => fromChannel(client, name as string)).toThrow(TypeError);
      expect(() => fromChannel(client, name as string)).toThrow(
        /fromChannel: channel must be .* starts with '\/'/,
      );
    },
  );

  it.each([[undefined], [null], ['client'], [{}], [{ ...fakeBayeuxClient(), subscribe: undefined }]])(
    '[C23] what is no client is a TypeError at once: %s',
    (nothing) => {
      for (const call of [
        () => fromChannel(nothing as never, channel),
        () => connectionStatus(nothing as never),
      ]) {
        expect(call).toThrow(TypeError);
        expect(call).toThrow(/^(fromChannel|connectionStatus): client must be a CometD client/);
      }
    },
  );

  it('[CS3] connected means that every channel held is acknowledged, too', () => {
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
    expect(states.at(-1)).toBe('restoring');
    client.answerSubscriptions();
    expect(states.at(-1)).toBe('connected');
  });
});

describe('connectionStatus', () => {
  it('[CS4] tells the current status at once, late subscribers too, and every change once', () => {
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

  it('[CS5] tells a lost connection that is put together again from one that the server does not answer', () => {
    const client = fakeBayeuxClient();
    const states: string[] = [];
    connectionStatus(client).subscribe(({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    });
    client.handshake();
    client.interrupt();
    client.expireSession();
    client.handshake();
    expect(states).toEqual(['idle', 'connecting', 'connected', 'interrupted', 'restoring', 'connected']);
  });

  it('[CS6] closed and denied are ends that a later handshake leaves behind', () => {
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
  ])('[CS7] a client that nobody listened to before is taken at its word: %s is %s', (status, state) => {
    const client: BayeuxClient = { ...fakeBayeuxClient(), getStatus: () => status, getClientId: () => 'abc' };
    const states: string[] = [];
    connectionStatus(client).subscribe((told) => states.push(told.state));
    expect(states).toEqual([state]);
  });

  it('[CS8] needs no extensions of a client, and leaves none behind', () => {
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
