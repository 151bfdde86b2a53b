import { from, NEVER, of, Subject } from 'rxjs';
import type { ChatNotification } from 'rx-chat-notifications';
import { toJetStream } from 'rx-chat-notifications/jetstream';
import { chatStateChange, message, messageLog, operationError } from 'rx-chat-notifications/testing';
import { describe, expect, test } from 'vitest';
import { all, broker, collect, eventually, reports, sizeOf, statesOf, stored, textsOf } from './broker.ts';

const nats = broker();
const { list: problems, onReport } = reports();
const options = { agent: 'ann', onReport, settle: 200 };
const say = (chatId: string, index: number, text = `text ${index}`): ChatNotification =>
  messageLog({ chatId, messages: [{ index, text }] });
const state = (chatId: string, name: string, receivedAt = 1): ChatNotification =>
  chatStateChange({ chat: { id: chatId, state: name }, receivedAt });

describe('toJetStream', () => {
  test('stores messages, states and errors under subjects of their own', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const published = await all(
      of(state('A', 'Chatting'), say('A', 1), operationError({ chatId: 'A' })).pipe(
        toJetStream(js, { ...options, stream, tenant: 'acme' }),
      ),
    );
    expect(published.map(({ subject, outcome }) => [subject, outcome])).toEqual([
      ['gws.acme.ann.A.s', 'stored'],
      ['gws.acme.ann.A.m', 'stored'],
      ['gws.acme.ann.A.e', 'stored'],
    ]);
    const [first, second, third] = await stored(js, stream, 3);
    expect(first).toMatchObject({
      kind: 'chat',
      chatId: 'A',
      stored: { sequence: 1, tenant: 'acme', agent: 'ann' },
    });
    expect(second).toMatchObject({ kind: 'messages', messages: [{ index: 1, text: 'text 1' }] });
    expect(third).toMatchObject({ kind: 'error', chatId: 'A' });
    expect(problems).toEqual([]);
  });

  test('stores what a second bridge publishes again once', async () => {
    const [js, stream, jsm] = [await nats.js(), await nats.stream(), await nats.jsm()];
    const source = from([
      say('A', 1),
      say('A', 2),
      messageLog({
        chatId: 'A',
        messages: [
          { index: 2, text: 'text 2' },
          { index: 3, text: 'x' },
        ],
      }),
    ]);
    const outcomes = await Promise.all(
      [1, 2].map(() => all(source.pipe(toJetStream(js, { ...options, stream })))),
    );
    expect(await sizeOf(jsm, stream)).toBe(3);
    expect(outcomes.flat().filter(({ outcome }) => outcome === 'stored')).toHaveLength(3);
  });

  test('recognises a redelivery after the dedupe window of the broker', async () => {
    const [js, stream, jsm] = [
      await nats.js(),
      await nats.stream({ duplicate_window: 100e6 }),
      await nats.jsm(),
    ];
    await all(of(say('A', 1)).pipe(toJetStream(js, { ...options, stream })));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [again] = await all(of(say('A', 1)).pipe(toJetStream(js, { ...options, stream })));
    expect(again?.outcome).toBe('duplicate');
    expect(await sizeOf(jsm, stream)).toBe(1);
  });

  test('stores two equal messages of one log as two, however they arrive', async () => {
    const [js, stream, jsm] = [await nats.js(), await nats.stream(), await nats.jsm()];
    const twice = [
      { index: 1, text: 'Hi', sentAt: 1_000 },
      { index: 1, text: 'Hi', sentAt: 2_000 },
    ];
    await all(of(messageLog({ chatId: 'A', messages: twice })).pipe(toJetStream(js, { ...options, stream })));
    await all(
      of(
        messageLog({ chatId: 'A', messages: twice.slice(0, 1) }),
        messageLog({ chatId: 'A', messages: [{ ...twice[1], occurrence: 2 }] }),
      ).pipe(toJetStream(js, { ...options, stream })),
    );
    expect(await sizeOf(jsm, stream)).toBe(2);
  });

  test('redacts what it stores, and tells masked messages apart by the keyed hash', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const cards = ['4111 1111 1111 1111', '5500 0000 0000 0004'].map((card) =>
      say('A', 3, `My card is ${card}`),
    );
    const published = await all(from(cards).pipe(toJetStream(js, { ...options, stream, key: 'secret' })));
    const [one, other] = published.map(({ id }) => id);
    expect(one).not.toBe(other);
    expect(textsOf(await stored(js, stream, 2))).toEqual(['My card is ***', 'My card is ***']);
    const raw = await all(
      from(cards).pipe(toJetStream(js, { ...options, stream, agent: 'bob', redact: false })),
    );
    expect(raw.map(({ outcome }) => outcome)).toEqual(['stored', 'stored']);
  });

  test('keeps legitimate repeats of a state, and drops what is stored already', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const states = ['Chatting', 'Chatting', 'Idle', 'Chatting'].map((name) => state('A', name));
    await all(from(states).pipe(toJetStream(js, { ...options, stream })));
    await all(of(state('A', 'Chatting')).pipe(toJetStream(js, { ...options, stream })));
    await all(of(say('A', 1)).pipe(toJetStream(js, { ...options, stream })));
    expect(statesOf(await stored(js, stream, 4))).toEqual(['Chatting', 'Idle', 'Chatting']);
  });

  test('stores nothing that goes on after a final state, from a bridge that is behind', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const behind = new Subject<ChatNotification>();
    const { values } = collect(behind.pipe(toJetStream(js, { ...options, stream })));
    behind.next(state('A', 'Invited', 1));
    await eventually(() => {
      expect(values).toHaveLength(1);
    });
    await all(
      from([state('A', 'Invited', 1), state('A', 'Chatting', 2), state('A', 'Completed', 3)]).pipe(
        toJetStream(js, { ...options, stream }),
      ),
    );
    behind.next(state('A', 'Chatting', 9));
    await eventually(() => {
      expect(values).toHaveLength(2);
    });
    expect(values[1]).toMatchObject({ outcome: 'superseded' });
    behind.next(state('A', 'Completed', 10));
    await eventually(() => {
      expect(values).toHaveLength(3);
    });
    expect(values[2]).toMatchObject({ outcome: 'duplicate' });
    expect(statesOf(await stored(js, stream, 3))).toEqual(['Invited', 'Chatting', 'Completed']);
  });

  test('stores a final state from a bridge that is ahead, and a reopening', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const ahead = new Subject<ChatNotification>();
    collect(ahead.pipe(toJetStream(js, { ...options, stream })));
    ahead.next(state('A', 'Chatting', 1));
    await stored(js, stream, 1);
    await all(from([state('A', 'Idle', 2)]).pipe(toJetStream(js, { ...options, stream })));
    ahead.next(state('A', 'Completed', 3));
    ahead.next(state('A', 'Chatting', 4));
    expect(statesOf(await stored(js, stream, 4))).toEqual(['Chatting', 'Idle', 'Completed', 'Chatting']);
  });

  test('stores the current state after waiting, if no newer one arrives', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const other = new Subject<ChatNotification>();
    const { values } = collect(other.pipe(toJetStream(js, { ...options, stream })));
    other.next(state('A', 'Invited', 1));
    await eventually(() => {
      expect(values).toHaveLength(1);
    });
    await all(of(state('A', 'Idle', 2)).pipe(toJetStream(js, { ...options, stream })));
    other.next(state('A', 'Chatting', 3));
    expect(statesOf(await stored(js, stream, 3))).toEqual(['Invited', 'Idle', 'Chatting']);
  });

  test('publishes one at a time of each chat, and many chats in parallel', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const flying = new Map<string, number>();
    let most = 0;
    const spied = Object.create(js) as typeof js;
    spied.publish = async (subject, ...rest) => {
      flying.set(subject, (flying.get(subject) ?? 0) + 1);
      expect(flying.get(subject)).toBe(1);
      most = Math.max(
        most,
        [...flying.values()].reduce((a, b) => a + b, 0),
      );
      const ack = await js.publish(subject, ...rest);
      flying.set(subject, 0);
      return ack;
    };
    const chats = Array.from({ length: 20 }, (_, at) => `C${at}`);
    const source = Array.from({ length: 10 }, (_, index) => chats.map((chatId) => say(chatId, index))).flat();
    await all(from(source).pipe(toJetStream(spied, { ...options, stream, window: 8 })));
    expect(most).toBe(8);
    const read = await stored(js, stream, 200);
    for (const chatId of chats)
      expect(textsOf(read.filter((notification) => notification.chatId === chatId))).toEqual(
        Array.from({ length: 10 }, (_, index) => `text ${index}`),
      );
  });

  test('repeats a publish that is not acknowledged, with the same id', async () => {
    const [js, stream, jsm] = [await nats.js(), await nats.stream(), await nats.jsm()];
    const lossy = Object.create(js) as typeof js;
    const lost = new Set<unknown>();
    lossy.publish = async (...args) => {
      const ack = await js.publish(...args);
      const isFirst = !lost.has(args[1]);
      lost.add(args[1]);
      if (isFirst) throw Object.assign(new Error('timeout'), { name: 'TimeoutError' });
      return ack;
    };
    const seen = reports();
    const published = await all(
      from([say('A', 1), state('A', 'Chatting'), say('A', 2)]).pipe(
        toJetStream(lossy, { ...options, stream, onReport: seen.onReport }),
      ),
    );
    expect(published.map(({ outcome }) => outcome)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await sizeOf(jsm, stream)).toBe(3);
    expect(seen.list.map(({ kind }) => kind)).toEqual([
      'retry',
      'recovered',
      'retry',
      'recovered',
      'retry',
      'recovered',
    ]);
  });

  test('goes on after the broker was killed, and loses nothing', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const source = new Subject<ChatNotification>();
    const seen = reports();
    const { values } = collect(
      source.pipe(toJetStream(js, { ...options, stream, timeout: 500, onReport: seen.onReport })),
    );
    for (let index = 0; index < 50; index += 1) source.next(say('A', index));
    await eventually(() => {
      expect(values.length).toBeGreaterThan(5);
    });
    const restart = nats.server.restart();
    for (let index = 50; index < 100; index += 1) source.next(say('A', index));
    await restart;
    await eventually(() => {
      expect(values).toHaveLength(100);
    });
    expect(textsOf(await stored(js, stream, 100))).toEqual(
      Array.from({ length: 100 }, (_, index) => `text ${index}`),
    );
  });

  test('reports an overflow, and refills it from history', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const seen = reports();
    const source = [...Array.from({ length: 20 }, (_, index) => say('A', index)), state('A', 'Completed')];
    const asked: number[] = [];
    const published = await all(
      from(source).pipe(
        toJetStream(js, {
          ...options,
          stream,
          buffer: 5,
          onReport: seen.onReport,
          refill: (_, first) => {
            asked.push(first);
            return of(
              messageLog({
                chatId: 'A',
                origin: 'history',
                messages: Array.from({ length: 20 - first }, (_, at) =>
                  message({ index: first + at, text: `text ${first + at}` }),
                ),
              }),
            );
          },
        }),
      ),
    );
    expect(asked).toHaveLength(1);
    expect(seen.list.map(({ kind }) => kind)).toEqual(['overflow']);
    const read = await stored(js, stream, published.length);
    expect(textsOf(read)).toEqual(Array.from({ length: 20 }, (_, index) => `text ${index}`));
    expect(statesOf(read)).toEqual(['Completed']);
  });

  test('reports what overflows without a refill', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const seen = reports();
    await all(
      from([1, 2, 3, 4].map((index) => say('A', index))).pipe(
        toJetStream(js, { ...options, stream, buffer: 2, onReport: seen.onReport }),
      ),
    );
    expect(seen.list.map(({ kind }) => kind)).toEqual(['overflow', 'lost']);
    expect(seen.list[1]?.message).toContain('from index');
  });

  test('stops when it is unsubscribed from', async () => {
    const [js, stream, jsm] = [await nats.js(), await nats.stream(), await nats.jsm()];
    const source = new Subject<ChatNotification>();
    const { values, subscription } = collect(source.pipe(toJetStream(js, { ...options, stream })));
    for (let index = 0; index < 500; index += 1) source.next(say('A', index));
    await eventually(() => {
      expect(values.length).toBeGreaterThan(3);
    });
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await sizeOf(jsm, stream)).toBeLessThan(500);
  });

  test('passes on an error of the source', async () => {
    const [js, stream] = [await nats.js(), await nats.stream()];
    const source = new Subject<ChatNotification>();
    const { errors } = collect(source.pipe(toJetStream(js, { ...options, stream })));
    source.error(new Error('broken'));
    expect(errors).toEqual([new Error('broken')]);
    collect(NEVER.pipe(toJetStream(js, { ...options, stream })));
  });
});
