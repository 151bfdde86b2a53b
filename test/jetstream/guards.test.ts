import { BehaviorSubject } from 'rxjs';
import type { ConnectionStatus } from 'rx-chat-notifications';
import type { Published } from 'rx-chat-notifications/jetstream';
import { messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, test } from 'vitest';
import { reconnectDenied } from '../../src/jetstream/bridge/reconnectDenied.ts';
import { isRead } from '../../src/jetstream/position.ts';
import { publishSettings } from '../../src/jetstream/publishOptions.ts';
import { startPublisher } from '../../src/jetstream/publisher.ts';
import { checkOptions } from '../../src/fold/checkOptions.ts';
import { broker, eventually, sizeOf } from './broker.ts';

const nats = broker();

describe('what holds a bridge back', () => {
  test('the deadline of a lease is checked before every publish', async () => {
    const [js, stream, jsm] = [await nats.js(), await nats.stream(), await nats.jsm()];
    const options = { stream, agent: 'ann' };
    const published: Published[] = [];
    let [mayPublish, hasStopped] = [true, false];
    const publisher = startPublisher({
      js,
      settings: publishSettings(checkOptions('test', options), options, () => mayPublish),
      onPublished: (one) => published.push(one),
      onStopped: () => {
        hasStopped = true;
      },
    });
    publisher.take(messageLog({ messages: [{ index: 1 }] }));
    await eventually(() => {
      expect(published).toHaveLength(1);
    });
    mayPublish = false;
    publisher.take(messageLog({ messages: [{ index: 2 }] }));
    await eventually(() => {
      expect(hasStopped).toBe(true);
    });
    expect(await sizeOf(jsm, stream)).toBe(1);
  });

  test('a denied session is reconnected with backoff', async () => {
    const status$ = new BehaviorSubject<ConnectionStatus>({ state: 'denied', since: 0, attempt: 1 });
    const at: number[] = [];
    const begun = performance.now();
    const subscription = reconnectDenied(
      {
        status$,
        reconnect: () => {
          at.push(performance.now() - begun);
          status$.next({ state: 'denied', since: 0, attempt: at.length + 1 });
        },
      },
      () => undefined,
      50,
    );
    await eventually(() => {
      expect(at).toHaveLength(3);
    });
    subscription.unsubscribe();
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThan(((at[1] ?? 0) - (at[0] ?? 0)) * 1.3);
  });

  test('a message that was read before is not read again', () => {
    const position = { from: 'current', last: 5, beginning: 9 } as const;
    expect([4, 5, 6].map((sequence) => isRead(position, sequence))).toEqual([true, true, false]);
  });
});
