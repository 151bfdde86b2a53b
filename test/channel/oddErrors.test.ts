import { expect, it } from 'vitest';
import { type BayeuxMessage, connectionStatus, fromChannel } from '../../src/channel/index.ts';
import { channel } from './listening.ts';
import { stubClient } from './stubClient.ts';

it.each<readonly [unknown, string | undefined]>([
  [null, undefined],
  [402, '402'],
  [{ code: 1 }, '{"code":1}'],
])('an error that is %j ends neither status nor channel', (error, shownReason) => {
  const stub = stubClient({ status: 'connected', clientId: 'one' });
  const seen: unknown[] = [];
  const ends: unknown[] = [];
  connectionStatus(stub.client).subscribe(({ state, reason }) => seen.push([state, reason]));
  fromChannel(stub.client, channel).subscribe({
    error: (end: unknown) => ends.push(end),
    complete: () => ends.push('complete'),
  });
  const odd = { successful: false, error, failure: null } as unknown as BayeuxMessage;
  stub.subscribed[0]?.onReply({ ...odd, channel: '/meta/subscribe', successful: true });
  stub.receive('/meta/connect', { ...odd, id: '2' });
  expect(ends).toEqual([]);
  stub.receive('/meta/handshake', { ...odd, id: '3', advice: { reconnect: 'none' } });
  expect(seen.slice(-3)).toEqual([
    ['connected', undefined],
    ['reconnecting', shownReason],
    ['denied', shownReason],
  ]);
});

it('nor does a subscription, or an id, that is null', () => {
  const stub = stubClient({ status: 'connected', clientId: 'one' });
  const ends: unknown[] = [];
  fromChannel(stub.client, channel).subscribe({ error: (end: unknown) => ends.push(end) });
  const odd = { successful: false, error: '403::no', subscription: null } as unknown as BayeuxMessage;
  stub.receive('/meta/subscribe', { ...odd, id: '7' });
  expect(ends).toEqual([]);
  stub.receive('/meta/disconnect', { ...odd, id: null as unknown as string });
  expect(ends).toMatchObject([{ name: 'SessionEndedError' }]);
});

it('a success that is text is one, and a refusal without an error is tried again', () => {
  const stub = stubClient();
  const states: string[] = [];
  connectionStatus(stub.client).subscribe(({ state }) => states.push(state));
  stub.receive('/meta/handshake', { id: '1', successful: false });
  const odd = { successful: 'true', clientId: 'one' } as unknown as BayeuxMessage;
  stub.receive('/meta/handshake', { ...odd, id: '2' });
  stub.receive('/meta/connect', { ...odd, id: '3' });
  expect(states.filter((state, at) => state !== states[at - 1])).toEqual(['idle', 'connecting', 'connected']);
});
