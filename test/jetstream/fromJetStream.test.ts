import { from, of, Subject } from 'rxjs';
import { chatDirectory, type ChatNotification, transcriptAccumulator } from 'rx-chat-notifications';
import { fromJetStream, toJetStream } from 'rx-chat-notifications/jetstream';
import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, test } from 'vitest';
import { payloadOf } from '../../src/jetstream/payload.ts';
import { all, broker, collect, eventually, reports, statesOf, textsOf } from './broker.ts';

const nats = broker();
const options = { agent: 'ann', settle: 200 };
const say = (chatId: string, index: number): ChatNotification =>
  messageLog({ chatId, messages: [{ index, text: `${chatId}${index}` }] });
const publish = async (
  stream: string,
  notifications: readonly ChatNotification[],
  agent = 'ann',
): Promise<void> => {
  await all(from(notifications).pipe(toJetStream(await nats.js(), { ...options, agent, stream })));
};
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);

describe('fromJetStream', () => {
  test('emits what is stored, then what is stored from then on, as notifications', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const notifications = [
      chatStateChange({ chat: { id: 'A', userData: { tier: 2 } }, receivedAt: 7 }),
      say('A', 1),
    ];
    await publish(stream, notifications);
    const { values } = collect(fromJetStream(js, { stream }));
    await eventually(() => {
      expect(values).toHaveLength(2);
    });
    await publish(stream, [say('A', 2)]);
    await eventually(() => {
      expect(values).toHaveLength(3);
    });
    expect(values[0]).toEqual({
      ...notifications[0],
      stored: { sequence: 1, tenant: 'default', agent: 'ann' },
    });
    expect(values.map((value) => value.stored.sequence)).toEqual([1, 2, 3]);
    const directory = collect(fromJetStream(js, { stream }).pipe(chatDirectory()));
    await eventually(() => {
      expect(directory.values.at(-1)?.get('A')?.transcript.length).toBe(2);
    });
  });

  test("begins with 'new', an instant, or the current state of each chat", async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const state = (id: string, name: string): ChatNotification =>
      chatStateChange({ chat: { id, state: name } });
    await publish(stream, [
      state('A', 'Chatting'),
      say('A', 1),
      say('A', 2),
      state('B', 'Chatting'),
      state('A', 'Completed'),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const since = Date.now();
    const fresh = collect(fromJetStream(js, { stream, from: 'new' }));
    const current = collect(fromJetStream(js, { stream, from: 'current' }));
    await eventually(() => {
      expect(current.values).toHaveLength(3);
    });
    expect(statesOf(current.values)).toEqual(['Chatting', 'Completed']);
    expect(textsOf(current.values)).toEqual(['A2']);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await publish(stream, [say('B', 1)]);
    const late = collect(fromJetStream(js, { stream, from: { since } }));
    for (const { values } of [fresh, late])
      await eventually(() => {
        expect(textsOf(values)).toEqual(['B1']);
      });
    await eventually(() => {
      expect(current.values).toHaveLength(4);
    });
  });

  test('filters by chat, agent and kind', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    await publish(stream, [say('A', 1), say('B.>', 1), chatStateChange({ chat: { id: 'B.>' } })]);
    await publish(stream, [say('C', 1)], 'bob * . >');
    const chat = collect(fromJetStream(js, { stream, filter: { chatId: 'B.>', kind: 'messages' } }));
    const agent = collect(fromJetStream(js, { stream, filter: { agent: 'bob * . >' } }));
    await eventually(() => {
      expect(textsOf(chat.values)).toEqual(['B.>1']);
    });
    await eventually(() => {
      expect(textsOf(agent.values)).toEqual(['C1']);
    });
    expect(agent.values[0]?.stored.agent).toBe('bob * . >');
  });

  test('stores and reads names of 300 characters, with dots, spaces and wildcards', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const names = ['a'.repeat(300), 'ä. *>'.repeat(60), `${'a'.repeat(299)}b`];
    for (const name of names) {
      await all(of(say(name, 1)).pipe(toJetStream(js, { ...options, tenant: name, agent: name, stream })));
      const { values } = collect(
        fromJetStream(js, { stream, filter: { tenant: name, agent: name, chatId: name } }),
      );
      await eventually(() => {
        expect(values).toHaveLength(1);
      });
      expect(values[0]).toMatchObject({ chatId: name, stored: { tenant: name, agent: name } });
    }
  });

  test("drops duplicates beyond the broker's window, and of two agents of one chat", async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const { values } = collect(fromJetStream(js, { stream }));
    await publish(stream, [say('A', 1), say('A', 2)]);
    await publish(stream, [say('A', 1), say('A', 2), say('A', 3)], 'bob');
    await eventually(() => {
      expect(textsOf(values)).toEqual(['A1', 'A2', 'A3']);
    });
  });

  test('reports damaged payloads with their sequence, and skips them', async () => {
    const [js, stream, nc] = [await nats.js(), await nats.stream(), await nats.connect()];
    const { list, onReport } = reports();
    const line = payloadOf(say('A', 1), { tenant: 'default', agent: 'ann' });
    const damaged = [
      '',
      'hello',
      '{"version":2,"kind":1}',
      line.slice(0, 80),
      '\u0000',
      line.replace('"origin":"live"', '"origin":"x"'),
    ];
    for (const payload of damaged) await js.publish('gws.default.ann.A.m', payload);
    await js.publish('gws.x', line);
    await js.publish('gws.default.ann.A.m', line);
    await nc.flush();
    const { values } = collect(fromJetStream(js, { stream, onReport }));
    await eventually(() => {
      expect(textsOf(values)).toEqual(['A1']);
    });
    expect(list.map(({ kind, sequence }) => [kind, sequence])).toEqual(
      damaged.map((_, at) => ['damaged', at + 1]),
    );
    expect(list[2]?.message).toContain('version');
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'resumes after the broker was restarted with %s, without gap or repetition',
    async (signal) => {
      const [js, stream] = [await nats.js(), await nats.stream()];
      const { list, onReport } = reports();
      const source = new Subject<ChatNotification>();
      collect(source.pipe(toJetStream(js, { ...options, stream, timeout: 500, onReport: () => undefined })));
      const readers = (['all', 'new', 'current', { since: Date.now() }] as const).map((begin) =>
        collect(fromJetStream(js, { stream, from: begin, onReport })),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      await nats.server.restart(signal);
      const wanted = range(0, 60).map((index) => `A${index}`);
      for (const index of range(0, 30)) source.next(say('A', index));
      for (const { values } of readers)
        await eventually(() => {
          expect(textsOf(values)).toEqual(wanted.slice(0, 30));
        });
      await nats.server.kill(signal);
      for (const index of range(30, 60)) source.next(say('A', index));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await nats.server.start();
      for (const { values, errors } of readers) {
        await eventually(() => {
          expect(textsOf(values)).toEqual(wanted);
        });
        expect(errors).toEqual([]);
      }
      expect(list.some(({ kind }) => kind === 'interrupted')).toBe(true);
    },
  );

  test('stops reading when it is unsubscribed from', async () => {
    const [js, stream, jsm] = [await nats.js(), await nats.stream(), await nats.jsm()];
    const { values, subscription } = collect(fromJetStream(js, { stream }));
    await publish(stream, [say('A', 1)]);
    await eventually(() => {
      expect(values).toHaveLength(1);
    });
    subscription.unsubscribe();
    await publish(stream, [say('A', 2)]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(values).toHaveLength(1);
    const { state } = await jsm.streams.info(stream);
    expect(state.consumer_count).toBe(0);
  });

  test('replays a reopened chat with its epochs', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const published = [1, 2].flatMap((epoch) =>
      [1, 2].map((index) =>
        messageLog({
          chatId: 'A',
          messages: [{ index, epoch, sentAt: epoch * 1_000 + index, text: `${epoch}.${index}` }],
        }),
      ),
    );
    await publish(stream, published);
    const { values } = collect(fromJetStream(js, { stream }).pipe(transcriptAccumulator()));
    await eventually(() => {
      expect(values.at(-1)?.messages.map(({ text }) => text)).toEqual(['1.1', '1.2', '2.1', '2.2']);
    });
  });
});
