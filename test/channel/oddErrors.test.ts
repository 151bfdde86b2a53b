import { expect, it } from 'vitest';
import { type BayeuxMessage, connectionStatus, fromChannel } from '../../src/channel/index.ts';
import { channel } from './listening.ts';
import { stubClient } from './stubClient.ts';

it.each<readonly [unknown, string | undefined]>([
  [null, undefined],
  [402, '402'],
  [{ code: 1 }, '{"code":1}'],
])('[CS10] an error that is %j ends neither status nor channel', (error, told) => {
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
  stub.tell('/meta/connect', { ...odd, id: '2' });
  expect(ends).toEqual([]);
  stub.tell('/meta/handshake', { ...odd, id: '3', advice: { reconnect: 'none' } });
  expect(seen.slice(-3)).toEqual([
    ['connected', undefined],
    ['restoring', told],
    ['denied', told],
  ]);
});
