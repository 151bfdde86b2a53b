import { readFileSync } from 'node:fs';
import type { NatsConnection } from '@nats-io/transport-node';
import { CommandError, exitCodes, usageError, wordsOfThrown } from '../exitCodes.ts';

/** The peers that only NATS needs, loaded when they are. */
type Peers = typeof import('@nats-io/transport-node') & {
  readonly bridge: typeof import('../../jetstream/index.ts');
} & Pick<typeof import('@nats-io/jetstream'), 'jetstream' | 'jetstreamManager'>;

export async function natsPeers(): Promise<Peers> {
  try {
    const [transport, js, bridge] = await Promise.all([
      import('@nats-io/transport-node'),
      import('@nats-io/jetstream'),
      import('../../jetstream/index.ts'),
    ]);
    const { jetstream, jetstreamManager } = js;
    return { ...transport, jetstream, jetstreamManager, bridge };
  } catch (error) {
    throw new CommandError(
      exitCodes.failed,
      `The client of NATS cannot be loaded: ${wordsOfThrown(error)}`,
      'Install it: npm install @nats-io/transport-node @nats-io/jetstream @nats-io/kv',
    );
  }
}

/**
 * Connects to NATS, and reconnects for ever.
 *
 * @param creds - a file of credentials, such as `nsc` makes.
 * @throws CommandError that names the server.
 */
export async function natsConnection(
  { connect, credsAuthenticator }: Pick<Peers, 'connect' | 'credsAuthenticator'>,
  server: string,
  creds: string | undefined,
): Promise<NatsConnection> {
  const { host, username, password } = urlOf(server);
  try {
    return await connect({
      servers: host,
      ...(username !== '' && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
      ...(creds !== undefined && { authenticator: credsAuthenticator(readFileSync(creds)) }),
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      name: 'chat-notifications',
    });
  } catch (error) {
    throw new CommandError(
      exitCodes.failed,
      `Cannot connect to NATS at ${host}: ${wordsOfThrown(error)}`,
      'Is nats-server running there, with -js? Credentials go into the URL, or into a file with --nats-creds.',
    );
  }
}

function urlOf(server: string): URL {
  try {
    const url = new URL(server.includes('://') ? server : `nats://${server}`);
    if (['nats:', 'tls:'].includes(url.protocol) && url.host !== '') return url;
  } catch {
    // said below
  }
  throw usageError(`--nats must be a URL such as nats://localhost:4222, got ${server}`);
}
