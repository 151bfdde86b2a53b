import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { auditTime } from 'rxjs';
import { chatDirectory } from 'rx-chat-notifications';
import { fromJetStream } from 'rx-chat-notifications/jetstream';
import { startSimulator } from 'rx-chat-notifications/simulator';

/** A broker, two bridges, 50 agents and a wallboard. After ten seconds one bridge is killed. */
const children: ChildProcess[] = [];
const directory = mkdtempSync(join(tmpdir(), 'rx-chat-bridge-'));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function start(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'ignore'] });
  children.push(child);
  return child;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const port = await freePort();
const broker = start('nats-server', ['-js', '-sd', directory, '-a', '127.0.0.1', '-p', String(port)]);
broker.once('error', () => {
  console.error('nats-server is not installed. Install it: apt-get install nats-server');
  process.exit(1);
});
await pause(1_000);

const gws = await startSimulator();
const agents = Array.from({ length: 50 }, (_, at) => `agent${at}`);
const file = join(directory, 'agents.json');
writeFileSync(
  file,
  JSON.stringify(agents.map((agent) => ({ agent, password: gws.credentialsOf(agent).password }))),
);

const nats = `nats://127.0.0.1:${port}`;
const bridgeArgs = [
  '--import',
  'tsx',
  'src/command/main.ts',
  'bridge',
  '--nats',
  nats,
  '--agents',
  file,
  '--url',
  gws.url,
];
const connection = await connect({ servers: nats, maxReconnectAttempts: -1 });
const jsm = await jetstreamManager(connection);
await jsm.streams.add({ name: 'chats', subjects: ['gws.>'], duplicate_window: 120e9 });
const [first] = [start('node', bridgeArgs), start('node', bridgeArgs)];

let read = 0;
const countSent = (): number =>
  gws.chatIds().reduce((sum, chatId) => sum + gws.truth(chatId).messages.length, 0);
const wallboard = fromJetStream(jetstream(connection), { stream: 'chats' })
  .pipe(chatDirectory({ retainEnded: Infinity }), auditTime(1_000))
  .subscribe({
    error: console.error,
    next: (chats) => {
      read = [...chats.values()].reduce((sum, { transcript }) => sum + transcript.length, 0);
      console.log(`wallboard: ${chats.size} chats, ${read} of ${countSent()} messages`);
    },
  });

await pause(8_000);
const open = agents.map((agent) => gws.openChat({ customer: 'Ada', agent }));
for (let round = 0; round < 40; round += 1) {
  if (round === 10) {
    console.log('One bridge is killed; the other takes its agents over within 20 seconds.');
    first.kill('SIGKILL');
  }
  for (const chatId of open) if (Math.random() < 0.5) gws.say(chatId, 'Ada', `message ${round}`);
  await pause(500);
}
for (let waited = 0; read < countSent() && waited < 40; waited += 1) await pause(1_000);
console.log(
  read === countSent() ? `All ${read} messages arrived.` : `${countSent() - read} messages are missing.`,
);
process.exitCode = read === countSent() ? 0 : 1;

wallboard.unsubscribe();
for (const child of children) child.kill('SIGKILL');
await connection.close();
await gws.stop();
rmSync(directory, { recursive: true, force: true });
