import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { entriesOf, type Subscriber, subscribe } from './bayeuxFetch.ts';
import { eventually, simulate } from './running.ts';

const textsOf = ({ received }: Subscriber): (string | undefined)[] =>
  entriesOf(received)
    .filter(({ type }) => type === 'Text')
    .map(({ text }) => text);

describe('faults.duplicate', () => {
  it('the next N notifications of message logs are published twice, and counted', async () => {
    const simulator = await simulate();
    const subscriber = await subscribe(simulator);
    const chatId = simulator.openChat();
    simulator.faults.duplicate(2);
    for (const text of ['a', 'b', 'c']) simulator.say(chatId, 'Customer', text);
    await subscriber.poll();
    expect(textsOf(subscriber)).toEqual(['a', 'a', 'b', 'b', 'c']);
    expect(simulator.faults.fired).toMatchObject({ restart: 0, duplicate: 2, reorder: 0 });
    expect(simulator.truth(chatId).messages).toHaveLength(5);
  });
});

describe('faults.reorder', () => {
  it('N times, a notification arrives right after the next one of its chat, and is counted', async () => {
    const simulator = await simulate();
    const subscriber = await subscribe(simulator);
    const one = simulator.openChat();
    const two = simulator.openChat();
    simulator.faults.reorder(2);
    for (const text of ['a', 'b', 'c', 'd', 'e']) simulator.say(one, 'Customer', text);
    simulator.say(two, 'Customer', 'f');
    await subscriber.poll();
    expect(textsOf(subscriber)).toEqual(['b', 'a', 'd', 'c', 'e', 'f']);
    expect(simulator.faults.fired).toMatchObject({ restart: 0, duplicate: 0, reorder: 2 });
    expect(
      simulator
        .truth(one)
        .messages.slice(2)
        .map(({ text }) => text),
    ).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('other chats do not release what is held back', async () => {
    const simulator = await simulate();
    const subscriber = await subscribe(simulator);
    const one = simulator.openChat();
    const two = simulator.openChat();
    simulator.faults.reorder();
    simulator.say(one, 'Customer', 'a');
    simulator.say(two, 'Customer', 'b');
    simulator.say(one, 'Customer', 'c');
    await subscriber.poll();
    expect(textsOf(subscriber)).toEqual(['b', 'c', 'a']);
  });

  it('the end of the chat releases it in order, uncounted, and its turn goes to another', async () => {
    const simulator = await simulate();
    const subscriber = await subscribe(simulator);
    const one = simulator.openChat();
    const two = simulator.openChat();
    simulator.faults.reorder();
    simulator.say(one, 'Customer', 'a');
    simulator.setState(one, 'Completed');
    expect(simulator.faults.fired.reorder).toBe(0);
    simulator.say(two, 'Customer', 'b');
    simulator.say(two, 'Customer', 'c');
    await subscriber.poll();
    expect(textsOf(subscriber)).toEqual(['a', 'c', 'b']);
    const endedAt = subscriber.received.findIndex(({ chat }) => chat?.state === 'Completed');
    expect(textsOf({ ...subscriber, received: subscriber.received.slice(0, endedAt) })).toEqual(['a']);
    expect(simulator.faults.fired.reorder).toBe(1);
  });

  it('a fault that nobody would hear stays armed', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    simulator.faults.reorder();
    simulator.faults.duplicate();
    for (const text of ['a', 'b']) simulator.say(chatId, 'Customer', text);
    expect(simulator.faults.fired).toMatchObject({ restart: 0, duplicate: 0, reorder: 0 });
    const subscriber = await subscribe(simulator);
    for (const text of ['c', 'd']) simulator.say(chatId, 'Customer', text);
    await subscriber.poll();
    expect(textsOf(subscriber)).toEqual(['d', 'd', 'c']);
    expect(simulator.faults.fired).toMatchObject({ restart: 0, duplicate: 1, reorder: 1 });
  });

  it('what is released when nobody hears it any more strikes no other fault', async () => {
    const simulator = await simulate();
    await subscribe(simulator);
    const chatId = simulator.openChat();
    simulator.faults.reorder();
    simulator.say(chatId, 'Customer', 'a');
    simulator.faults.expireSessions();
    simulator.faults.duplicate();
    simulator.setState(chatId, 'Completed');
    expect(simulator.faults.fired).toMatchObject({ duplicate: 0, reorder: 0 });
  });
});

describe('faults.restart', () => {
  it('cuts the held poll, is down for a while, and listens at the same port without the sessions', async () => {
    const simulator = await simulate();
    const { poll } = await subscribe(simulator);
    const held = poll();
    await sleep(30);
    const startedAt = performance.now();
    const restarted = simulator.faults.restart({ downFor: 150 });
    await expect(held).rejects.toThrow('fetch failed');
    await expect(fetch(simulator.url)).rejects.toThrow('fetch failed');
    await restarted;
    expect(performance.now() - startedAt).toBeGreaterThan(145);
    await expect(poll()).rejects.toThrow('HTTP 403');
    expect(simulator.faults.fired.restart).toBe(1);
  });

  it('what is on its way is lost; with drain it arrives first, even what is held back', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    const lossy = await subscribe(simulator);
    simulator.say(chatId, 'Customer', 'a');
    await simulator.faults.restart({ downFor: 0 });
    await lossy.polling();
    expect(textsOf(lossy)).toEqual([]);

    const lossless = await subscribe(simulator);
    simulator.faults.reorder();
    simulator.say(chatId, 'Customer', 'b');
    const restarted = simulator.faults.restart({ downFor: 0, drain: true });
    await sleep(30);
    expect(simulator.faults.fired.restart).toBe(1);
    await Promise.all([lossless.polling(), restarted]);
    expect(textsOf(lossless)).toEqual(['b']);
    expect(simulator.faults.fired).toMatchObject({ restart: 2, duplicate: 0, reorder: 0 });
  });

  it('the script pauses from the kill until somebody has subscribed again: nothing is missing', async () => {
    const simulator = await simulate({ chats: 3, messagesPerSecond: 1_000 });
    const before = await subscribe(simulator);
    void before.polling();
    await eventually(() => simulator.chatIds().length > 6);
    await simulator.faults.restart({ downFor: 50, drain: true });
    const truth = (): object[] => simulator.chatIds().map((chatId) => simulator.truth(chatId));
    const atKill = truth();
    await sleep(100);
    expect(truth()).toEqual(atKill);

    const after = await subscribe(simulator);
    void after.polling();
    await eventually(() => simulator.chatIds().length > 12);
    await simulator.drain();
    const arrived = entriesOf([...before.received, ...after.received]);
    for (const chatId of simulator.chatIds()) {
      const texts = arrived.filter((entry) => entry.chatId === chatId && !entry.type.startsWith('Typing'));
      expect(texts.map(({ text }) => text)).toEqual(simulator.truth(chatId).messages.map(({ text }) => text));
    }
  });

  it('with drain, the script pauses while what was published is on its way', async () => {
    const simulator = await simulate({ chats: 2, messagesPerSecond: 1_000 });
    const { polling } = await subscribe(simulator);
    await eventually(() => simulator.chatIds().length > 1);
    const restarted = simulator.faults.restart({ downFor: 0, drain: true });
    const truth = (): object[] => simulator.chatIds().map((chatId) => simulator.truth(chatId));
    const before = truth();
    await sleep(100);
    expect(truth()).toEqual(before);
    await Promise.all([polling(), restarted]);
  });

  it('restarts that overlap are one', async () => {
    const { faults } = await simulate();
    await Promise.all([faults.restart({ downFor: 50 }), faults.restart({ downFor: 50 })]);
    expect(faults.fired.restart).toBe(1);
    await faults.restart({ downFor: 0 });
    expect(faults.fired.restart).toBe(2);
  });
});
