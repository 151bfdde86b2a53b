import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A `nats-server` of the test's own, on a free port of the loopback, with a directory of its own. */
export interface NatsServer {
  readonly url: string;
  readonly port: number;
  /** Kills it, and starts it again on the same port with the same data. */
  readonly restart: (signal?: NodeJS.Signals) => Promise<void>;
  /** Kills it, and leaves the data. */
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** @param config - further lines of the configuration. */
export async function startNats(config = 'jetstream { store_dir: "$DIR" }'): Promise<NatsServer> {
  const directory = mkdtempSync(join(tmpdir(), 'rx-chat-nats-'));
  const port = await freePort();
  const file = join(directory, 'nats.conf');
  writeFileSync(file, `host: 127.0.0.1\nport: ${port}\n${config.replaceAll('$DIR', directory)}\n`);
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const started = spawn('nats-server', ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    const lines: string[] = [];
    await new Promise<void>((resolve, reject) => {
      started.stderr.on('data', (chunk: Buffer) => {
        lines.push(String(chunk));
        if (lines.join('').includes('Server is ready')) resolve();
      });
      started.once('error', reject);
      started.once('exit', () => {
        reject(new Error(`nats-server ended: ${lines.join('')}`));
      });
    });
  }

  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const running = child;
    child = undefined;
    if (running?.exitCode !== null) return;
    running.kill(signal);
    await once(running, 'exit');
  }

  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    kill,
    start,
    restart: async (signal) => {
      await kill(signal);
      await start();
    },
    stop: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
