import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { fromJetStream } from 'rx-chat-notifications/jetstream';
import { type Simulator, startSimulator } from 'rx-chat-notifications/simulator';
import { type NatsServer, startNats } from '../../test/jetstream/natsServer.ts';

export interface BridgesOptions {
  readonly agents: number;
  readonly messages: number;
  /** How often each bridge is killed. */
  readonly kills: number;
  readonly brokerKills: number;
  readonly lifetime?: number;
}

export interface BridgesRun {
  readonly messages: number;
  /** How many of them were read. */
  readonly read: number;
  readonly missing: number;
  readonly repeated: number;
  readonly outOfOrder: number;
  readonly stored: number;
  readonly seconds: number;
  readonly failures: readonly string[];
}

/**
 * Two bridges in processes of their own, each killed and restarted at random, and the broker too, while agents of a simulator
 * chat. What a consumer reads is compared with the simulator's truth.
 */
export async function runBridges({
  agents,
  messages,
  kills,
  brokerKills,
  lifetime = 10_000,
}: BridgesOptions): Promise<BridgesRun> {
  const [gws, server] = [await startSimulator({ maxInterval: 5_000 }), await startNats()];
  const directory = mkdtempSync(join(tmpdir(), 'rx-chat-bench-'));
  const file = join(directory, 'agents.json');
  const names = Array.from({ length: agents }, (_, at) => `agent${at}`);
  writeFileSync(
    file,
    JSON.stringify(names.map((agent) => ({ agent, password: gws.credentialsOf(agent).password }))),
  );
  const nc = await connect({ servers: server.url, maxReconnectAttempts: -1, reconnectTimeWait: 50 });
  const jsm = await jetstreamManager(nc);
  await jsm.streams.add({ name: 'chats', subjects: ['gws.>'], duplicate_window: 120e9 });
  const read = new Map<string, string[]>();
  const reading = fromJetStream(jetstream(nc), { stream: 'chats', onReport: () => undefined }).subscribe({
    next: (notification) => {
      if (notification.kind !== 'messages') return;
      const texts = read.get(notification.chatId) ?? [];
      read.set(notification.chatId, texts);
      for (const { index, text, type } of notification.messages) texts.push(`${index} ${text ?? type}`);
    },
    error: (error: unknown) => {
      console.error(error);
    },
  });
  const start = (): ChildProcess =>
    spawn(
      'node',
      [
        '--import',
        'tsx',
        'src/command/main.ts',
        'bridge',
        '--nats',
        server.url,
        '--agents',
        file,
        '--url',
        gws.url,
        '--lifetime',
        String(lifetime),
      ],
      {
        stdio: ['ignore', 'ignore', process.env['BENCH_VERBOSE'] === undefined ? 'ignore' : 'inherit'],
      },
    );
  const bridges = [start(), start()];
  const begun = performance.now();
  await Promise.all([
    chatting(gws, names, messages),
    killing(bridges, start, server, { kills, brokerKills }),
  ]);
  await allRead(
    () => countOf(gws),
    () => [...read.values()].reduce((sum, texts) => sum + texts.length, 0),
  );
  const run = verdictOf(gws, read);
  const { state } = await jsm.streams.info('chats');
  reading.unsubscribe();
  for (const bridge of bridges) bridge.kill('SIGKILL');
  await nc.close();
  await Promise.all([gws.stop(), server.stop()]);
  rmSync(directory, { recursive: true });
  return { ...run, stored: state.messages, seconds: Math.round((performance.now() - begun) / 1_000) };
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
const countOf = (gws: Simulator): number =>
  gws.chatIds().reduce((sum, chatId) => sum + gws.truth(chatId).messages.length, 0);

/** Each agent has a chat; messages go to them in turn, over about a minute and a half. */
async function chatting(gws: Simulator, agents: readonly string[], messages: number): Promise<void> {
  await pause(8_000);
  const chats = agents.map((agent) => gws.openChat({ customer: 'Ada', agent }));
  for (let at = 0; at < messages; at += 1) {
    gws.say(chats[at % chats.length] ?? '', at % 3 === 0 ? 'Agent' : 'Ada', `message ${at}`);
    if (at % 50 === 49) await pause(900);
  }
}

async function killing(
  bridges: ChildProcess[],
  start: () => ChildProcess,
  server: NatsServer,
  { kills, brokerKills }: Pick<BridgesOptions, 'kills' | 'brokerKills'>,
): Promise<void> {
  await pause(12_000);
  const victims = [
    ...Array<number>(kills).fill(0),
    ...Array<number>(kills).fill(1),
    ...Array<number>(brokerKills).fill(2),
  ]
    .map((victim) => [Math.random(), victim] as const)
    .sort(([a], [b]) => a - b)
    .map(([, victim]) => victim);
  for (const victim of victims) {
    const bridge = bridges[victim];
    if (bridge === undefined) await server.restart('SIGKILL');
    else {
      bridge.kill('SIGKILL');
      if (bridge.exitCode === null && bridge.signalCode === null) await once(bridge, 'exit');
      await pause(Math.random() * 2_000);
      bridges[victim] = start();
    }
    await pause(3_000 + Math.random() * 5_000);
  }
}

/** Waits until everything is read, or nothing more comes for a minute. */
async function allRead(wanted: () => number, read: () => number): Promise<void> {
  let last = -1;
  for (let quiet = 0; quiet < 60 && read() < wanted(); quiet += 1) {
    if (read() !== last) quiet = 0;
    last = read();
    await pause(1_000);
  }
  await pause(2_000);
}

function verdictOf(
  gws: Simulator,
  read: ReadonlyMap<string, readonly string[]>,
): Omit<BridgesRun, 'stored' | 'seconds'> {
  let [missing, repeated, outOfOrder, count] = [0, 0, 0, 0];
  for (const chatId of gws.chatIds()) {
    const truth = gws.truth(chatId).messages.map(({ index, text, type }) => `${index} ${text ?? type}`);
    const seen = read.get(chatId) ?? [];
    const known = new Set(seen);
    count += seen.length;
    missing += truth.filter((text) => !known.has(text)).length;
    repeated += seen.length - known.size;
    const order = seen.map((text) => Number(text.split(' ', 1)[0]));
    outOfOrder += order.filter((index, at) => index < (order[at - 1] ?? 0)).length;
  }
  const counts = { missing, repeated, outOfOrder };
  return {
    messages: countOf(gws),
    read: count,
    ...counts,
    failures: Object.entries(counts).flatMap(([name, value]) =>
      value === 0 ? [] : [`${value} messages are ${name}`],
    ),
  };
}
