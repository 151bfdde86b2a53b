import { firstValueFrom, from, type Observable, race } from 'rxjs';
import type { ChatBridge } from '../../jetstream/index.ts';
import { CommandError, type ExitCode, exitCodes, usageError, wordsOfThrown } from '../exitCodes.ts';
import { natsConnection, natsPeers } from '../nats/natsConnection.ts';
import { tell, write } from '../terminal.ts';
import { agentsFile, type FileAgent } from './agentsFile.ts';
import { metricsServer } from './metricsServer.ts';
import type { BridgeCommandOptions } from './options.ts';
import { prometheusMetrics } from './prometheusMetrics.ts';

/** Publishes the notifications of many agents to JetStream, together with other bridges, until Ctrl-C. */
export async function bridge(options: BridgeCommandOptions, stop$: Observable<unknown>): Promise<ExitCode> {
  const { nats, natsCreds, stream, metrics } = options;
  const agents = agentsFile(options.agents);
  const homeless = agents.find(({ url = options.url }) => url === undefined);
  if (homeless !== undefined)
    throw usageError(
      `Agent ${homeless.agent} has no URL`,
      'Give --url (or GWS_URL), or a "url" in the file of agents.',
    );
  const peers = await natsPeers();
  const connection = await natsConnection(peers, nats, natsCreds);
  try {
    if (options.createStream === true) await createStream(await peers.jetstreamManager(connection), options);
    const running = peers.bridge.chatBridge(bridgeOptionsOf(connection, agents, options));
    await started(running);
    const prometheus = prometheusMetrics(running);
    const server = metrics === undefined ? undefined : await metricsServer(metrics, prometheus);
    write(`Bridge ${running.id}: ${agents.length} agents, stream ${stream}. Ctrl-C ends it.`);
    if (server !== undefined) write(`Metrics at ${server.url}.`);
    try {
      await firstValueFrom(race(stop$, from(running.ended)), { defaultValue: undefined });
    } finally {
      server?.close();
      prometheus.stop();
      await running.close();
    }
    return exitCodes.ended;
  } finally {
    await connection.close();
  }
}

type Peers = Awaited<ReturnType<typeof natsPeers>>;

function bridgeOptionsOf(
  connection: Awaited<ReturnType<typeof natsConnection>>,
  agents: readonly FileAgent[],
  { url, stream, subject, tenant, lifetime, redact }: BridgeCommandOptions,
): Parameters<Peers['bridge']['chatBridge']>[0] {
  const keyed = (name: string, of: string): string => JSON.stringify([of, name]);
  const byName = new Map(agents.map((agent) => [keyed(agent.agent, agent.tenant ?? tenant), agent]));
  // Not an argument: others can read those.
  const { CHAT_BRIDGE_KEY: key = '' } = process.env;
  return {
    connection,
    stream,
    subject,
    tenant,
    lifetime,
    agents,
    ...(key !== '' && { key }),
    ...(!redact && { redact: false as const }),
    session: ({ agent, tenant: of }) => {
      const entry = byName.get(keyed(agent, of));
      const base = entry?.url ?? url;
      return {
        ...(base !== undefined && { url: base }),
        ...(entry !== undefined && { credentials: entry.credentials }),
      };
    },
    onReport: ({ message }) => {
      tell(message);
    },
  };
}

async function started(running: ChatBridge): Promise<void> {
  try {
    await running.started;
  } catch (error) {
    throw new CommandError(
      exitCodes.failed,
      wordsOfThrown(error),
      '--create-stream creates a stream that does not exist.',
    );
  }
}

const twoMinutes = 120e9;

/** A stream that holds everything; its limits are for you to set. */
async function createStream(
  jsm: Awaited<ReturnType<Peers['jetstreamManager']>>,
  { stream, subject }: BridgeCommandOptions,
): Promise<void> {
  for await (const name of jsm.streams.names()) if (name === stream) return;
  await jsm.streams.add({ name: stream, subjects: [`${subject}.>`], duplicate_window: twoMinutes });
}
