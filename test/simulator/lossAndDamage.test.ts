import { decodeNotification } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import { entriesOf, type Subscriber, subscribe } from './bayeuxFetch.ts';
import { simulate } from './running.ts';

const textsOf = ({ received }: Subscriber): readonly (string | undefined)[] =>
  entriesOf(received)
    .filter(({ type }) => type === 'Text')
    .map(({ text }) => text);

describe('faults.loseMessages', () => {
  it('the next N notifications of message logs are never published, are in the log, and are counted', async () => {
    const simulator = await simulate();
    const subscriber = await subscribe(simulator);
    const chatId = simulator.openChat();
    simulator.faults.loseMessages(2);
    for (const text of ['a', 'b', 'c']) simulator.say(chatId, 'Customer', text);
    simulator.faults.loseMessages();
    for (const text of ['d', 'e']) simulator.say(chatId, 'Customer', text);
    await subscriber.poll();
    expect(textsOf(subscriber)).toEqual(['c', 'e']);
    expect(simulator.faults.fired.loseMessages).toBe(3);
    const { messages } = simulator.truth(chatId);
    expect(messages.slice(2).map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('what nobody hears is not counted as lost: the fault stays armed', async () => {
    const simulator = await simulate();
    const chatId = simulator.openChat();
    simulator.faults.loseMessages();
    simulator.say(chatId, 'Customer', 'missed');
    expect(simulator.faults.fired.loseMessages).toBe(0);
    const subscriber = await subscribe(simulator);
    for (const text of ['lost', 'heard']) simulator.say(chatId, 'Customer', text);
    await subscriber.poll();
    expect(textsOf(subscriber)).toEqual(['heard']);
    expect(simulator.faults.fired.loseMessages).toBe(1);
  });

  it('what was held back before goes on waiting for the next that is published', async () => {
    const simulator = await simulate();
    const subscriber = await subscribe(simulator);
    const chatId = simulator.openChat();
    simulator.faults.reorder();
    simulator.say(chatId, 'Customer', 'late');
    simulator.faults.loseMessages();
    for (const text of ['lost', 'next']) simulator.say(chatId, 'Customer', text);
    await subscriber.poll();
    expect(textsOf(subscriber)).toEqual(['next', 'late']);
    expect(simulator.faults.fired).toMatchObject({ reorder: 1, loseMessages: 1 });
  });
});

/** What decoders say of damaged logs, in the order of their arrival. */
async function damages(seed: number, dialect: 'v2' | 'v3' = 'v2'): Promise<readonly string[]> {
  const simulator = await simulate({ seed, dialect });
  const { received, poll } = await subscribe(simulator);
  const chatId = simulator.openChat();
  simulator.faults.malformed(40);
  for (let n = 1; n <= 41; n += 1) simulator.say(chatId, 'Customer', `Message ${n}`);
  await poll();
  expect(simulator.faults.fired.malformed).toBe(40);
  const { messages } = simulator.truth(chatId);
  expect(messages.slice(2).map(({ text }) => text)).toEqual(
    messages.slice(2).map((_, n) => `Message ${n + 1}`),
  );

  const decoded = received.slice(2).map((data) => decodeNotification(data));
  expect(decoded).toHaveLength(41);
  expect(decoded.at(-1)).toMatchObject({ right: { messages: [{ text: 'Message 41' }] } });
  return decoded.slice(0, 40).flatMap((result) => {
    if (result._tag === 'Left') return `${result.left.kind} ${result.left.message}`;
    return result.right.kind === 'messages'
      ? (result.right.rejected ?? []).map(({ message }) => message)
      : [];
  });
}

const all = [
  'invalid chatUri: expected non-empty string, got undefined',
  'invalid messages: expected array, got number',
  'invalid messages[0].from.nickname: expected string, got number',
  'invalid messages[0].index: expected whole number, got string',
  'messages[1]: expected object (ChatMessage), got null',
];

describe('faults.malformed', () => {
  it('the next N notifications of message logs are damaged in all ways, counted, and untouched in the log', async () => {
    for (const dialect of ['v2', 'v3'] as const) {
      const first = await damages(7, dialect);
      expect(first).toHaveLength(40);
      expect([...new Set(first)].sort()).toEqual(all);
    }
  });

  it('the seed picks the damage', async () => {
    const [one, same, other] = [await damages(1), await damages(1), await damages(2)];
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('one bad message of several leaves the others whole', async () => {
    const others = new Set<string>();
    for (let seed = 1; seed <= 12; seed += 1) {
      const simulator = await simulate({ seed });
      const { received, poll } = await subscribe(simulator);
      simulator.faults.malformed();
      simulator.openChat();
      await poll();
      const result = decodeNotification(received[1]);
      if (result._tag === 'Left' || result.right.kind !== 'messages') continue;
      expect(result.right.rejected).toHaveLength(1);
      const { messages } = result.right;
      others.add(messages.map(({ from }) => from.type).join());
    }
    expect([...others].sort()).toEqual(['Agent', 'Customer', 'Customer,Agent']);
  });

  it('a log that is published twice is damaged in both', async () => {
    const simulator = await simulate();
    const { received, poll } = await subscribe(simulator);
    const chatId = simulator.openChat();
    simulator.faults.malformed();
    simulator.faults.duplicate();
    simulator.say(chatId, 'Customer', 'a');
    await poll();
    const [one, two] = received.slice(2);
    expect(two).toEqual(one);
    expect(decodeNotification(one)).not.toMatchObject({
      right: { messages: [{ text: 'a' }], rejected: undefined },
    });
    expect(simulator.faults.fired).toMatchObject({ duplicate: 1, malformed: 1 });
  });
});
