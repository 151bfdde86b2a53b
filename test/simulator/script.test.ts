import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Data, entriesOf, subscribe } from './bayeuxFetch.ts';
import { eventually, simulate } from './running.ts';

async function firstNotifications(count: number, seed: number): Promise<readonly Data[]> {
  const simulator = await simulate({ seed, chats: 3, messagesPerSecond: 2_000 });
  const subscriber = await subscribe(simulator);
  void subscriber.polling();
  await eventually(() => subscriber.received.length >= count);
  const text = JSON.stringify(subscriber.received.slice(0, count));
  // Cast: what was `Data` before the port was taken out still is.
  return JSON.parse(text.replaceAll(simulator.url, '')) as readonly Data[];
}

describe('the seeded script', () => {
  it('the same seed gives the same chats, ids, texts and times', async () => {
    const [one, same, other] = await Promise.all([
      firstNotifications(200, 7),
      firstNotifications(200, 7),
      firstNotifications(200, 8),
    ]);
    expect(same).toEqual(one);
    expect(entriesOf(other)).not.toEqual(entriesOf(one));
  });

  it('the seed also decides the defaults of chats that are opened by hand', async () => {
    const [one, same, other] = await Promise.all(
      [7, 7, 8].map(async (seed) => {
        const simulator = await simulate({ seed });
        return simulator.truth(simulator.openChat());
      }),
    );
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('what is done by hand takes nothing from the script', async () => {
    const simulator = await simulate({ seed: 7, chats: 3, messagesPerSecond: 2_000 });
    const byHand = simulator.openChat();
    const subscriber = await subscribe(simulator);
    void subscriber.polling();
    simulator.say(byHand, 'Customer', 'Hello?');
    await eventually(() => subscriber.received.length >= 100);
    const scripted = subscriber.received.filter(
      ({ chat, chatUri = '' }) => chat?.id !== byHand && !chatUri.endsWith(byHand),
    );
    expect(entriesOf(scripted.slice(0, 90))).toEqual(entriesOf(await firstNotifications(90, 7)));
  });

  it('keeps so many chats open, each Invited, then Chatting, then Completed before another opens', async () => {
    const states = new Map<string, string[]>();
    let mostOpen = 0;
    for (const { chat } of await firstNotifications(300, 3)) {
      if (chat === undefined) continue;
      states.set(chat.id, [...(states.get(chat.id) ?? []), chat.state]);
      const open = [...states.values()].filter((seen) => !seen.includes('Completed'));
      mostOpen = Math.max(mostOpen, open.length);
    }
    expect(mostOpen).toBe(3);
    expect(states.size).toBeGreaterThan(10);
    for (const seen of states.values()) {
      expect(['Invited', 'Chatting', 'Completed'].slice(0, seen.length)).toEqual(seen);
    }
  });

  it('sends typing notices, several messages in one notification, and texts beyond ASCII', async () => {
    const received = await firstNotifications(300, 3);
    const entries = entriesOf(received);
    expect(entries.map(({ type }) => type)).toContain('TypingStarted');
    expect(Math.max(...received.map(({ messages = [] }) => messages.length))).toBeGreaterThanOrEqual(3);
    expect(entries.some(({ text = '' }) => /\P{ASCII}/u.test(text))).toBe(true);
  });

  it('waits while nobody is subscribed', async () => {
    const simulator = await simulate({ chats: 2, messagesPerSecond: 500 });
    await sleep(100);
    expect(simulator.chatIds()).toEqual([]);
    const subscriber = await subscribe(simulator);
    void subscriber.polling();
    await eventually(() => subscriber.received.length > 1);
    expect(subscriber.received[0]?.chat?.id).toBe(simulator.chatIds()[0]);
    await subscriber.post({ channel: '/meta/disconnect', clientId: subscriber.clientId });
    const truth = (): object[] => simulator.chatIds().map((chatId) => simulator.truth(chatId));
    const atDisconnect = truth();
    await sleep(100);
    expect(truth()).toEqual(atDisconnect);
  });

  it('keeps the pace of messagesPerSecond', async () => {
    const simulator = await simulate({ chats: 2, messagesPerSecond: 100 });
    const subscriber = await subscribe(simulator);
    void subscriber.polling();
    await sleep(1_000);
    expect(entriesOf(subscriber.received).length).toBeGreaterThan(60);
    expect(entriesOf(subscriber.received).length).toBeLessThan(130);
  });

  it('leaves a chat alone that was ended by hand', async () => {
    const simulator = await simulate({ chats: 1, messagesPerSecond: 50 });
    const subscriber = await subscribe(simulator);
    void subscriber.polling();
    await eventually(() => simulator.chatIds().length === 1);
    const [first = ''] = simulator.chatIds();
    simulator.setState(first, 'Revoked');
    const ended = simulator.truth(first);
    await eventually(() => simulator.chatIds().length === 2);
    expect(simulator.truth(first)).toEqual(ended);
  });
});
