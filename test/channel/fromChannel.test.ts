import { filter, skip, take, takeUntil } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { type BayeuxClient, connectionStatus, fromChannel } from '../../src/channel/index.ts';
import { fakeBayeuxClient } from '../../src/testing/index.ts';
import { channel, listening } from './listening.ts';

describe('fromChannel', () => {
  it('does nothing before it is subscribed to, and frees everything when it is left', () => {
    const { client, listen } = listening();
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

  it('going from one subscriber to none and back to one at once leaves it subscribed', () => {
    const { client, events, listen } = listening();
    client.handshake();
    const messages$ = fromChannel(client, channel);
    listen(messages$).unsubscribe();
    listen(messages$);
    client.publish(channel, 'one');
    expect(events).toEqual(['one']);
    expect(client.subscriptions).toEqual([channel]);
  });

  it('unsubscribing while the client still subscribes leaves no subscription behind', () => {
    const { client, events, listen } = listening();
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

  it('a subscriber that leaves while it is handed a message is handed no other', () => {
    const { client, events, listen } = listening();
    client.handshake();
    listen(fromChannel(client, channel).pipe(take(1)));
    client.publish(channel, 'one');
    client.publish(channel, 'two');
    expect(events).toEqual(['one', 'complete']);
    expect(client.subscriptions).toEqual([]);
  });

  it('two clients share nothing, two channels of one client share no messages', () => {
    const { client, events, listen } = listening();
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

  it('takes wildcard channels', () => {
    const { client, events, listen } = listening();
    client.handshake();
    listen(fromChannel(client, '/v2/me/*'));
    listen(fromChannel(client, '/v2/**'));
    client.publish(channel, 'one');
    client.publish('/v2/me/chats/deep', 'two');
    client.publish('/v3', 'missed');
    expect(events).toEqual(['one', 'one', 'two']);
  });

  it('hands on what the client throws at subscribing', () => {
    const { client, events, listen } = listening();
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
    'throws a TypeError that names the channel, when it is called: %s',
    (name) => {
      const { client } = listening();
      expect(() => fromChannel(client, name as string)).toThrow(TypeError);
      expect(() => fromChannel(client, name as string)).toThrow(
        /fromChannel: channel must be .* starts with '\/'/,
      );
    },
  );

  it.each([[undefined], [null], ['client'], [{}], [{ ...fakeBayeuxClient(), subscribe: undefined }]])(
    'throws a TypeError for a value that is not a client: %s',
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
});
