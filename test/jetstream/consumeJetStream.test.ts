import { from, timer } from 'rxjs';
import type { ChatNotification } from 'rx-chat-notifications';
import { consumeJetStream, toJetStream } from 'rx-chat-notifications/jetstream';
import { messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, test } from 'vitest';
import { all, broker, collect, eventually, reports, textsOf } from './broker.ts';

const nats = broker();
const say = (index: number): ChatNotification =>
  messageLog({ chatId: 'A', messages: [{ index, text: `text ${index}` }] });
const texts = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `text ${index}`);

async function filled(count: number): Promise<string> {
  const stream = await nats.stream();
  const source = from(Array.from({ length: count }, (_, index) => say(index)));
  await all(source.pipe(toJetStream(await nats.js(), { agent: 'ann', stream })));
  return stream;
}

describe('consumeJetStream', () => {
  test('acknowledges after the effect, in the order of the stream', async () => {
    const stream = await filled(5);
    const [js, jsm] = [await nats.js(), await nats.jsm()];
    const seen: string[] = [];
    const { values } = collect(
      consumeJetStream(js, { stream, durable: 'archive' }, async (notification) => {
        const before = await jsm.consumers.info(stream, 'archive');
        await new Promise((resolve) => setTimeout(resolve, 10));
        seen.push(`${before.ack_floor.stream_seq}:${String(textsOf([notification])[0])}`);
      }),
    );
    await eventually(() => {
      expect(values).toHaveLength(5);
    });
    expect(seen).toEqual(texts(5).map((text, at) => `${at}:${text}`));
    await eventually(async () => {
      expect((await jsm.consumers.info(stream, 'archive')).ack_floor.stream_seq).toBe(5);
    });
  });

  test('shares the notifications with other processes', async () => {
    const stream = await filled(40);
    const consumers = await Promise.all(
      [1, 2].map(async () =>
        collect(consumeJetStream(await nats.js(), { stream, durable: 'shared' }, () => timer(5))),
      ),
    );
    await eventually(() => {
      expect(consumers.flatMap(({ values }) => values)).toHaveLength(40);
    });
    expect(new Set(textsOf(consumers.flatMap(({ values }) => values)))).toEqual(new Set(texts(40)));
    for (const { values } of consumers) expect(values.length).toBeGreaterThan(5);
  });

  test('delivers again what a handler failed on, and reports it', async () => {
    const stream = await filled(2);
    const { list, onReport } = reports();
    let failures = 2;
    const { values } = collect(
      consumeJetStream(await nats.js(), { stream, durable: 'd', redeliverAfter: 20, onReport }, () => {
        failures -= 1;
        if (failures >= 0) throw new Error('the archive is full');
      }),
    );
    await eventually(() => {
      expect(new Set(textsOf(values))).toEqual(new Set(texts(2)));
    });
    expect(list.map(({ kind }) => kind)).toEqual(['handler', 'handler']);
    expect(list[0]?.message).toContain('the archive is full');
  });

  test('delivers to another process what a dead one did not acknowledge', async () => {
    const stream = await filled(1);
    const nc = await nats.js();
    const first = collect(
      consumeJetStream(nc, { stream, durable: 'd', ackWait: 300 }, () => new Promise(() => undefined)),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    await (Reflect.get(nc, 'nc') as { close: () => Promise<void> }).close();
    const second = collect(
      consumeJetStream(await nats.js(), { stream, durable: 'd', ackWait: 300 }, () => undefined),
    );
    await eventually(() => {
      expect(second.values).toHaveLength(1);
    });
    expect(first.values).toEqual([]);
  });

  test('does not deliver again while a handler works longer than ackWait', async () => {
    const stream = await filled(1);
    let calls = 0;
    const { values } = collect(
      consumeJetStream(await nats.js(), { stream, durable: 'd', ackWait: 300, concurrency: 2 }, () => {
        calls += 1;
        return timer(1_200);
      }),
    );
    await eventually(() => {
      expect(values).toHaveLength(1);
    });
    expect(calls).toBe(1);
  });

  test('reports a damaged payload once, and goes on', async () => {
    const stream = await filled(1);
    const js = await nats.js();
    await js.publish('gws.default.ann.A.m', 'hello');
    await all(from([say(1)]).pipe(toJetStream(js, { agent: 'ann', stream })));
    const { list, onReport } = reports();
    const { values } = collect(consumeJetStream(js, { stream, durable: 'd', onReport }, () => undefined));
    await eventually(() => {
      expect(textsOf(values)).toEqual(texts(2));
    });
    expect(list).toMatchObject([{ kind: 'damaged', sequence: 2, raw: 'hello' }]);
  });

  test('goes on after the broker was killed', async () => {
    const stream = await filled(30);
    const { values, errors } = collect(
      consumeJetStream(
        await nats.js(),
        { stream, durable: 'd', ackWait: 1_000, onReport: () => undefined },
        () => timer(10),
      ),
    );
    await eventually(() => {
      expect(values.length).toBeGreaterThan(5);
    });
    await nats.server.restart();
    await eventually(() => {
      expect(new Set(textsOf(values))).toEqual(new Set(texts(30)));
    }, 20_000);
    expect(errors).toEqual([]);
  });
});
