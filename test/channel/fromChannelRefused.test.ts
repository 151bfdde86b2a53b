import { describe, expect, it, vi } from 'vitest';
import { type BayeuxClient, type BayeuxMessage, fromChannel } from '../../src/channel/index.ts';
import { channel, listening } from './listening.ts';

describe('fromChannel', () => {
  it('a request to subscribe that does not reach the server is no denial: it is sent again, ever less often', () => {
    const { client, events, listen } = listening();
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

  it('a new session takes the place of a request that waits to be sent again', () => {
    const { client, events, listen } = listening();
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
    'a session that the server no longer knows is no denial: it waits for the handshake: %s',
    (error) => {
      const { client, events, listen } = listening();
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

  it('every subscriber receives a denial, and a new subscription asks again', () => {
    const { client, events, listen } = listening();
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

  it('a reply of an earlier session changes nothing in a later one', () => {
    const { client, events, listen } = listening();
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

  it('a server that wants no other session ends it: by /meta/disconnect, or by the advice none', () => {
    const { client, events, listen } = listening();
    client.handshake();
    listen(fromChannel(client, channel));
    client.endSession();
    expect(events).toEqual(['SessionEndedError']);
    client.handshake();
    listen(fromChannel(client, channel));
    client.retire();
    expect(events).toEqual(['SessionEndedError', 'SessionEndedError']);
  });
});
