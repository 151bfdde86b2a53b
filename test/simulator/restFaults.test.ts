import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { entriesOf, signIn, subscribe } from './bayeuxFetch.ts';
import { rest, textsOf } from './rest.ts';
import { simulate } from './running.ts';

/** Longer than any test takes. */
const LONG = 60_000;

const PAUSE = 100;

/** Lets time pass without a change; `show` asks under a lag that shows this time, however busy the machine is. */
async function pause({ faults }: Simulator): Promise<{
  readonly show: <T>(ask: () => Promise<T>) => Promise<T>;
}> {
  const startedAt = performance.now();
  await sleep(PAUSE + 10);
  return {
    async show(ask) {
      for (;;) {
        const askedAt = performance.now();
        faults.restLag(askedAt - startedAt);
        const answer = await ask();
        if (performance.now() - askedAt < PAUSE) return answer;
      }
    },
  };
}

describe('faults.restLag', () => {
  it('the list and the logs show the state of so many milliseconds ago; the push is immediate', async () => {
    const simulator = await simulate({ restLag: 1_500 });
    const { list, log } = await rest(simulator);
    const { received, poll } = await subscribe(simulator);
    const openedAt = performance.now();
    const chatId = simulator.openChat();
    simulator.say(chatId, 'Customer', 'a');
    await poll();
    expect(entriesOf(received).flatMap(({ text }) => text ?? [])).toEqual(['a']);
    expect([await list(), await log(chatId)]).toEqual([[], undefined]);
    while ((await log(chatId))?.length !== 3) await sleep(5);
    expect(performance.now() - openedAt).toBeGreaterThan(1_500);
    expect(await list()).toEqual([chatId]);
  });

  it('can be changed at any time: states, user data, ends and messages are those of that time', async () => {
    const simulator = await simulate();
    const { chats, list, log } = await rest(simulator);
    const chatId = simulator.openChat({ state: 'Invited', userData: { plan: 'free' } });
    const opening = await pause(simulator);
    simulator.setState(chatId, 'Chatting');
    simulator.setUserData(chatId, { plan: 'gold' });
    simulator.say(chatId, 'Agent', 'a');
    simulator.setState(chatId, 'Completed');
    expect([await list(), textsOf(await log(chatId))]).toEqual([[], ['a']]);
    expect(await opening.show(chats)).toMatchObject([
      { id: chatId, state: 'Invited', userData: { plan: 'free' }, participants: [{ type: 'Customer' }] },
    ]);
    const shown = await opening.show(() => log(chatId));
    expect(shown?.map(({ type }) => type)).toEqual(['ParticipantJoined']);
    simulator.faults.restLag(LONG);
    expect([await list(), await log(chatId)]).toEqual([[], undefined]);
    simulator.faults.restLag(0);
    expect([await list(), textsOf(await log(chatId))]).toEqual([[], ['a']]);
  });

  it('operations are not delayed, and only answers that differ are counted', async () => {
    const simulator = await simulate({ restLag: LONG });
    const { list, log } = await rest(simulator);
    await list();
    expect(simulator.faults.fired.restLag).toBe(0);
    const chatId = simulator.openChat();
    const { headers } = await signIn(simulator);
    const sent = await fetch(`${simulator.url}/api/v2/me/chats/${chatId}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ operationName: 'SendMessage', text: 'a' }),
    });
    expect(sent.status).toBe(200);
    expect(simulator.truth(chatId).messages.at(-1)?.text).toBe('a');
    const before = simulator.faults.fired.restLag;
    await list();
    await log(chatId);
    expect(simulator.faults.fired.restLag).toBe(before + 2);
  });
});

describe('faults.hideFromList', () => {
  it('the list omits the chat for so long; its messages are answered and its push goes on', async () => {
    const simulator = await simulate();
    const { list, log } = await rest(simulator);
    const { received, poll } = await subscribe(simulator);
    const [hidden, other] = [simulator.openChat(), simulator.openChat()];
    const hiddenAt = performance.now();
    simulator.faults.hideFromList(hidden, 1_000);
    expect(await list()).toEqual([other]);
    expect(simulator.faults.fired.hideFromList).toBe(1);
    simulator.say(hidden, 'Customer', 'a');
    await poll();
    expect(entriesOf(received).flatMap(({ text }) => text ?? [])).toEqual(['a']);
    expect(textsOf(await log(hidden))).toEqual(['a']);
    while ((await list()).length < 2) await sleep(5);
    expect(performance.now() - hiddenAt).toBeGreaterThanOrEqual(1_000);
    expect(await list()).toEqual([hidden, other]);
  });

  it('without a time until it is 0; a chat that has ended is not counted as hidden', async () => {
    const simulator = await simulate();
    const { list } = await rest(simulator);
    const [one, two] = [simulator.openChat(), simulator.openChat()];
    simulator.faults.hideFromList(one);
    simulator.faults.hideFromList(two);
    expect(await list()).toEqual([]);
    simulator.faults.hideFromList(one, 0);
    expect(await list()).toEqual([one]);
    simulator.setState(two, 'Completed');
    const before = simulator.faults.fired.hideFromList;
    expect(await list()).toEqual([one]);
    expect(simulator.faults.fired.hideFromList).toBe(before);
  });

  it('hideAllFromList empties the list, chats that open meanwhile included', async () => {
    const simulator = await simulate();
    const { list, log } = await rest(simulator);
    const one = simulator.openChat();
    simulator.faults.hideAllFromList();
    const two = simulator.openChat();
    expect(await list()).toEqual([]);
    expect(await log(two)).toHaveLength(2);
    simulator.faults.hideFromList(two);
    simulator.faults.hideAllFromList(0);
    expect(await list()).toEqual([one]);
    simulator.faults.hideAllFromList(500);
    expect(await list()).toEqual([]);
    while ((await list()).length === 0) await sleep(5);
    expect(await list()).toEqual([one]);
  });
});

describe('pageSize', () => {
  it('a reply has at most so many messages, from the requested index on', async () => {
    const simulator = await simulate({ pageSize: 100 });
    const { log } = await rest(simulator);
    const chatId = simulator.openChat();
    for (let n = 3; n <= 251; n += 1) simulator.say(chatId, 'Customer', `Message ${n}`);
    const pages = [await log(chatId), await log(chatId, 101), await log(chatId, 201), await log(chatId, 252)];
    expect(pages.map((page) => page?.map(({ index }) => index))).toEqual([
      Array.from({ length: 100 }, (_, n) => n + 1),
      Array.from({ length: 100 }, (_, n) => n + 101),
      Array.from({ length: 51 }, (_, n) => n + 201),
      [],
    ]);
  });

  it('without it a reply has all', async () => {
    const simulator = await simulate();
    const { log } = await rest(simulator);
    const chatId = simulator.openChat();
    for (let n = 3; n <= 251; n += 1) simulator.say(chatId, 'Customer', `Message ${n}`);
    expect(await log(chatId)).toHaveLength(251);
  });
});

describe('faults.restartIndices', () => {
  it('the log is empty and the next entry has index 1, in the push and by REST', async () => {
    const simulator = await simulate();
    const { log } = await rest(simulator);
    const { received, poll } = await subscribe(simulator);
    const chatId = simulator.openChat();
    simulator.say(chatId, 'Customer', 'a');
    simulator.setState(chatId, 'Completed');
    simulator.faults.restartIndices(chatId);
    expect(await log(chatId)).toEqual([]);
    simulator.setState(chatId, 'Chatting');
    for (const text of ['b', 'c']) simulator.say(chatId, 'Customer', text);
    await poll();
    const indices = [
      [1, undefined],
      [2, undefined],
      [3, 'a'],
      [1, 'b'],
      [2, 'c'],
    ];
    expect(entriesOf(received).map(({ index, text }) => [index, text])).toEqual(indices);
    expect((await log(chatId))?.map(({ index, text }) => [index, text])).toEqual(indices.slice(3));
    expect(entriesOf(received).some((entry) => 'epoch' in entry)).toBe(false);
    expect(simulator.faults.fired.restartIndices).toBe(1);
  });

  it('the truth keeps what was said before and marks what follows with its epoch', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    for (const text of ['a', 'b']) {
      // The second of two restarts without an entry between them begins no epoch.
      simulator.faults.restartIndices(chatId);
      simulator.faults.restartIndices(chatId);
      simulator.say(chatId, 'Customer', text);
    }
    expect(simulator.truth(chatId).messages.map(({ index, epoch, text }) => [epoch, index, text])).toEqual([
      [undefined, 1, undefined],
      [undefined, 2, undefined],
      [2, 1, 'a'],
      [3, 1, 'b'],
    ]);
  });

  it('another chat goes on, and a lag shows the former log', async () => {
    const simulator = await simulate();
    const { log } = await rest(simulator);
    const [one, two] = [simulator.openChat(), simulator.openChat()];
    const opening = await pause(simulator);
    simulator.faults.restartIndices(one);
    expect(simulator.say(two, 'Customer', 'a').index).toBe(3);
    const shown = await opening.show(() => log(one));
    expect(shown?.map(({ index }) => index)).toEqual([1, 2]);
    while ((await log(one))?.length !== 0) await sleep(5);
  });
});
