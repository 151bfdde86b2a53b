import { jetstream } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { credentials } from 'rx-chat-notifications';
import {
  type ChatBridge,
  chatBridge,
  type ChatBridgeOptions,
  fromJetStream,
} from 'rx-chat-notifications/jetstream';
import { type Simulator, startSimulator } from 'rx-chat-notifications/simulator';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { broker, type Collected, collect, eventually, reports, textsOf } from './broker.ts';

const nats = broker();
const bridges: ChatBridge[] = [];
afterEach(async () => {
  for (const bridge of bridges.splice(0)) await bridge.close();
});

async function simulator(): Promise<Simulator> {
  const started = await startSimulator();
  onTestFinished(() => started.stop());
  return started;
}

interface Started {
  readonly bridge: ChatBridge;
  readonly nc: NatsConnection;
  readonly seen: ReturnType<typeof reports>;
}

async function start(
  gws: Simulator,
  stream: string,
  agents: readonly string[],
  options: Partial<ChatBridgeOptions> = {},
): Promise<Started> {
  const nc = await nats.connect();
  const seen = reports();
  const bridge = chatBridge({
    connection: nc,
    stream,
    agents,
    session: ({ agent }) => ({
      url: gws.url,
      credentials: gws.credentialsOf(agent),
      retry: { initialDelay: 50 },
    }),
    lifetime: 1_500,
    onReport: seen.onReport,
    ...options,
  });
  bridges.push(bridge);
  await bridge.started;
  return { bridge, nc, seen };
}

/** Every message of the simulator's truth is read exactly once, and in order per chat. */
function expectTruth(gws: Simulator, { values }: Collected<Parameters<typeof textsOf>[0][number]>): void {
  for (const chatId of gws.chatIds()) {
    const read = textsOf(values.filter((notification) => notification.chatId === chatId));
    expect(read).toEqual(gws.truth(chatId).messages.map(({ text, type }) => text ?? type));
  }
}

const agents = ['ann', 'bob', 'cem', 'dan'];
const total = (gws: Simulator): number =>
  gws.chatIds().reduce((sum, chatId) => sum + gws.truth(chatId).messages.length, 0);

describe('chatBridge', () => {
  test('publishes the notifications of all agents, and shares the agents with another bridge', async () => {
    const [gws, stream, js] = [await simulator(), await nats.stream(), await nats.js()];
    const read = collect(fromJetStream(js, { stream }));
    const one = await start(gws, stream, agents);
    await eventually(() => {
      expect(one.bridge.agents).toHaveLength(4);
    });
    const chats = agents.map((agent) => gws.openChat({ customer: 'Ada', agent }));
    for (const chatId of chats) gws.say(chatId, 'Ada', 'one');
    await eventually(() => {
      expect(textsOf(read.values)).toHaveLength(total(gws));
    });
    const two = await start(gws, stream, agents);
    await eventually(() => {
      expect([one.bridge.agents.length, two.bridge.agents.length]).toEqual([2, 2]);
    });
    for (const chatId of chats) gws.say(chatId, 'Ada', 'two');
    await eventually(() => {
      expect(textsOf(read.values)).toHaveLength(total(gws));
    });
    expectTruth(gws, read);
    expect(two.bridge.metrics).toMatchObject({
      sessions: { connected: 2 },
      leases: { owned: 2, acquired: 2 },
    });
    expect([one.seen.list, two.seen.list]).toEqual([[], []]);
  });

  test('takes over within twice the lifetime, and publishes what was said meanwhile', async () => {
    const [gws, stream, js] = [await simulator(), await nats.stream(), await nats.js()];
    const read = collect(fromJetStream(js, { stream }));
    const one = await start(gws, stream, agents);
    await eventually(() => {
      expect(one.bridge.metrics.sessions).toEqual({ connected: 4 });
    });
    const chats = agents.map((agent) => gws.openChat({ customer: 'Ada', agent }));
    for (const chatId of chats) gws.say(chatId, 'Ada', 'before');
    await eventually(() => {
      expect(textsOf(read.values)).toHaveLength(total(gws));
    });
    const two = await start(gws, stream, agents);
    await eventually(() => {
      expect(two.bridge.agents).toHaveLength(2);
    });
    await one.nc.close();
    const crashed = performance.now();
    for (const chatId of chats) gws.say(chatId, 'Ada', 'meanwhile');
    await eventually(() => {
      expect(two.bridge.agents).toHaveLength(4);
    });
    expect(performance.now() - crashed).toBeLessThan(3_000);
    await expect(one.bridge.ended).rejects.toMatchObject({ name: 'JetStreamSetupError', problem: 'closed' });
    for (const chatId of chats) gws.say(chatId, 'Ada', 'after');
    await eventually(() => {
      expect(textsOf(read.values)).toHaveLength(total(gws));
    });
    expectTruth(gws, read);
  });

  test('gives the leases back when it closes', async () => {
    const [gws, stream] = [await simulator(), await nats.stream()];
    const one = await start(gws, stream, agents, { lifetime: 30_000 });
    await eventually(() => {
      expect(one.bridge.agents).toHaveLength(4);
    });
    await one.bridge.close();
    await one.bridge.ended;
    const two = await start(gws, stream, agents, { lifetime: 30_000 });
    await eventually(() => {
      expect(two.bridge.agents).toHaveLength(4);
    }, 12_000);
  });

  test('closes a session whose lease is lost, and publishes nothing more of it', async () => {
    const [gws, stream, js, jsm] = [
      await simulator(),
      await nats.stream(),
      await nats.js(),
      await nats.jsm(),
    ];
    const { bridge, seen } = await start(gws, stream, ['ann']);
    await eventually(() => {
      expect(bridge.metrics.sessions).toEqual({ connected: 1 });
    });
    const kv = await new Kvm(js).open('chat-bridge');
    await kv.put('lease.default.ann', JSON.stringify({ owner: 'thief' }));
    await eventually(() => {
      expect(bridge.agents).toEqual([]);
    });
    expect(seen.list).toMatchObject([{ kind: 'lease', agent: 'ann' }]);
    const before = (await jsm.streams.info(stream)).state.messages;
    gws.openChat({ customer: 'Ada', agent: 'ann' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await jsm.streams.info(stream)).state.messages).toBe(before);
    await eventually(() => {
      expect(bridge.agents).toHaveLength(1);
    });
  });

  test('is not affected by an agent whose credentials are refused', async () => {
    const [gws, stream, js] = [await simulator(), await nats.stream(), await nats.js()];
    const read = collect(fromJetStream(js, { stream }));
    const { bridge, seen } = await start(gws, stream, ['ann', 'bob'], {
      session: ({ agent }) => ({
        url: gws.url,
        credentials: agent === 'ann' ? credentials.basic('ann', 'wrong') : gws.credentialsOf(agent),
      }),
    });
    await eventually(() => {
      expect(bridge.metrics.sessions).toEqual({ connected: 1, denied: 1 });
    });
    gws.openChat({ customer: 'Ada', agent: 'bob' });
    await eventually(() => {
      expect(textsOf(read.values)).toHaveLength(2);
    });
    expect(seen.list.every(({ kind, agent }) => kind === 'session' && agent === 'ann')).toBe(true);
    expect(seen.list.length).toBeGreaterThan(0);
  });

  test('keeps the latest view of each chat, without the transcript', async () => {
    const [gws, stream, js] = [await simulator(), await nats.stream(), await nats.js()];
    await start(gws, stream, ['ann']);
    const chatId = gws.openChat({ customer: 'Ada', agent: 'ann' });
    gws.say(chatId, 'Ada', 'Hello');
    const kv = await new Kvm(js).open('chat-current');
    await eventually(async () => {
      const view: unknown = (await kv.get(`default.ann.${chatId}`))?.json();
      expect(view).toMatchObject({
        chatId,
        tenant: 'default',
        agent: 'ann',
        status: 'Chatting',
        messageCount: 3,
      });
      expect(view).not.toHaveProperty('transcript');
    });
    gws.setState(chatId, 'Completed');
    await eventually(async () => {
      expect((await kv.get(`default.ann.${chatId}`))?.json()).toMatchObject({ status: 'Completed' });
    });
  });

  test('reports foreign entries of the bucket, and ignores them', async () => {
    const [gws, stream, js] = [await simulator(), await nats.stream(), await nats.js()];
    const kv = await new Kvm(js).create('foreign');
    await kv.put('hello', 'world');
    await kv.put('bridge.x', '{"owner":7}');
    const { bridge, seen } = await start(gws, stream, ['ann'], { bucket: 'foreign' });
    await eventually(() => {
      expect(bridge.agents).toHaveLength(1);
    });
    expect(seen.list.map(({ kind, message }) => [kind, message.split(':')[0]])).toEqual([
      ['damaged', 'bucket "foreign", key hello'],
      ['damaged', 'bucket "foreign", key bridge.x'],
    ]);
  });

  test('rejects if the stream does not exist, and names invalid options', async () => {
    const nc = await nats.connect();
    const bridge = chatBridge({ connection: nc, stream: 'NONE', agents: [], session: () => ({}) });
    await expect(bridge.started).rejects.toMatchObject({ problem: 'no stream' });
    await expect(bridge.ended).rejects.toMatchObject({ problem: 'no stream' });
    expect(() => chatBridge({ connection: nc, stream: 'S', agents: [''], session: () => ({}) })).toThrow(
      'chatBridge: agents must be a list of names',
    );
    expect(() =>
      chatBridge({ connection: nc, stream: 'S', agents: [], session: () => ({}), lifetime: 10 }),
    ).toThrow('lifetime must be milliseconds');
    expect(jetstream(nc)).toBeDefined();
  });

  test('survives a restart of the broker, and loses nothing', async () => {
    const [gws, stream, js] = [await simulator(), await nats.stream(), await nats.js()];
    const read = collect(fromJetStream(js, { stream, onReport: () => undefined }));
    const { bridge } = await start(gws, stream, ['ann'], { timeout: 500, lifetime: 6_000 });
    await eventually(() => {
      expect(bridge.metrics.sessions).toEqual({ connected: 1 });
    });
    const chatId = gws.openChat({ customer: 'Ada', agent: 'ann' });
    for (let at = 0; at < 20; at += 1) gws.say(chatId, 'Ada', `before ${at}`);
    await nats.server.kill();
    for (let at = 0; at < 20; at += 1) gws.say(chatId, 'Ada', `meanwhile ${at}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await nats.server.start();
    await eventually(() => {
      expect(textsOf(read.values)).toHaveLength(total(gws));
    });
    expectTruth(gws, read);
  });
});
