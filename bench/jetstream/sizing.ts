import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { startNats } from '../../test/jetstream/natsServer.ts';

/** What one bridge needs for its agents. */
export interface Size {
  readonly agents: number;
  /** Until all sessions are connected, in seconds. */
  readonly connected: number;
  /** Resident memory of the process, in MB: idle, and after the messages. */
  readonly idle: number;
  readonly busy: number;
  /** CPU of the process for a message that is received, published and acknowledged, in milliseconds. */
  readonly cpu: number;
}

const messages = 10_000;
const perSecond = 200;

/** One bridge, in a process of its own (`dist`), for so many agents that each have a chat. Reads `/proc`, so Linux only. */
export async function sizing(agents: number): Promise<Size> {
  const [gws, server, port] = [await startSimulator(), await startNats(), await freePort()];
  const directory = mkdtempSync(join(tmpdir(), 'rx-chat-bench-'));
  const file = join(directory, 'agents.json');
  const names = Array.from({ length: agents }, (_, at) => `agent${at}`);
  writeFileSync(
    file,
    JSON.stringify(names.map((agent) => ({ agent, password: gws.credentialsOf(agent).password }))),
  );
  const nc = await connect({ servers: server.url });
  const jsm = await jetstreamManager(nc);
  await jsm.streams.add({ name: 'chats', subjects: ['gws.>'], duplicate_window: 120e9 });
  const command = ['dist/src/command/main.js', 'bridge', '--nats', server.url, '--agents', file];
  const begun = performance.now();
  const bridge = spawn('node', [...command, '--url', gws.url, '--metrics', String(port)], {
    stdio: 'ignore',
  });
  const { pid = 0 } = bridge;
  await until(async () => (await connectedSessions(port)) === agents);
  const connected = (performance.now() - begun) / 1_000;
  await pause(8_000); // second looks
  const idle = residentOf(pid);

  const chats = names.map((agent) => gws.openChat({ customer: 'Ada', agent }));
  await pause(3_000);
  const [cpu, stored] = [cpuOf(pid), await storedIn(jsm)];
  for (let at = 0; at < messages; at += 1) {
    gws.say(chats[at % chats.length] ?? '', 'Ada', `Message ${at}: my order has not arrived yet`);
    if (at % 20 === 19) await pause((20 / perSecond) * 1_000);
  }
  await until(async () => (await storedIn(jsm)) >= stored + messages);
  const size = {
    agents,
    connected,
    idle,
    busy: residentOf(pid),
    cpu: (cpuOf(pid) - cpu) / messages,
  };
  bridge.kill();
  await once(bridge, 'exit');
  await nc.close();
  await Promise.all([gws.stop(), server.stop()]);
  rmSync(directory, { recursive: true });
  return size;
}

const storedIn = async (jsm: Awaited<ReturnType<typeof jetstreamManager>>): Promise<number> =>
  (await jsm.streams.info('chats')).state.messages;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function connectedSessions(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
  const text = (await response?.text()) ?? '';
  return Number(/^chat_bridge_sessions\{state="connected"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 180_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('waited three minutes in vain');
    await pause(200);
  }
}

const residentOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1_024;

/** User and system time in milliseconds: Linux counts in hundredths of a second. */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
