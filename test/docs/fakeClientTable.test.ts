import { readFileSync } from 'node:fs';
import { chatSession } from 'rx-chat-notifications';
import { fakeBayeuxClient, type FakeBayeuxClient } from 'rx-chat-notifications/testing';
import { expect, it } from 'vitest';
import { root } from '../../scripts/docs/project.ts';

/** The calls of each row of the table, and the state that it gives. */
const rows = Array.from(
  readFileSync(`${root}docs/recipes/testing.md`, 'utf8').matchAll(/^\| (`\w+\(.*) +\|.*\| `(\w+)` +\|$/gm),
  ([, cell = '', state = '']) =>
    [Array.from(cell.matchAll(/`([^`]+)`/g), ([, call = '']) => call), state] as const,
);

const connected = (): { client: FakeBayeuxClient; session: ReturnType<typeof chatSession> } => {
  const client = fakeBayeuxClient();
  const session = chatSession({ client, logger: () => undefined });
  session.notifications$.subscribe();
  client.handshake();
  return { client, session };
};

it.each(rows)(
  '%j of the in-memory client leads to the state %s, as the testing page says',
  async (calls, state) => {
    const { client, session } = connected();
    for (const call of calls) {
      const [, name = '', argument = ''] = /^(\w+)\((.*)\)$/.exec(call) ?? [];
      const json = argument.replaceAll("'", '"').replaceAll(/(\w+): /g, '"$1": ');
      const method: unknown = Reflect.get(client, name);
      if (typeof method !== 'function') throw new Error(`The client has no ${name}`);
      Reflect.apply(method, client, json === '' ? [] : [JSON.parse(json)]);
    }
    expect(session.status.state).toBe(state);
    await session.close();
  },
);

it('the testing page names every method of the in-memory client that a test calls', () => {
  const ofClients = ['addListener', 'removeListener', 'subscribe', 'unsubscribe', 'getStatus', 'getClientId'];
  const others = [...ofClients, 'registerExtension', 'unregisterExtension'];
  const called = new Set(rows.flatMap(([calls]) => calls.map((call) => call.replace(/\(.*/, ''))));
  const methods = Object.entries(Object.getOwnPropertyDescriptors(fakeBayeuxClient()))
    .filter(([name, { value }]) => typeof value === 'function' && !others.includes(name))
    .map(([name]) => name);
  expect([...called, 'publish'].sort()).toEqual(methods.sort());
});
