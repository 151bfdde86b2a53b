import type { jetstream } from '@nats-io/jetstream';
import { type Check, isFunction, isNumber } from '../../fold/checkOptions.ts';
import type { SessionOptions } from '../../session/types.ts';
import { isName, publishSettings, type PublishSettings, type ToJetStreamOptions } from '../publishOptions.ts';

/** An agent whose notifications a bridge publishes. */
export interface BridgeAgent {
  /** Names the agent in subjects. */
  readonly agent: string;
  /** Default: the `tenant` of the bridge. */
  readonly tenant?: string;
}

/** What a bridge connects. */
export interface ChatBridgeOptions extends Omit<ToJetStreamOptions, 'agent' | 'refill'> {
  /** A connection to NATS, which you close. Set `maxReconnectAttempts: -1` on it. */
  readonly connection: Parameters<typeof jetstream>[0];
  /** All agents; every bridge is given the same. */
  readonly agents: readonly (string | BridgeAgent)[];
  /** The options of an agent's session. */
  readonly session: (agent: Required<BridgeAgent>) => SessionOptions;
  /** The bucket of the leases; created if it does not exist. Default `chat-bridge`. */
  readonly bucket?: string;
  /** The bucket of the latest view of each chat, created if it does not exist; `false` for none. Default `chat-current`. */
  readonly current?: string | false;
  /** How long a lease lasts that is not renewed, in milliseconds. Default 10,000. */
  readonly lifetime?: number;
  /** Names this bridge; different for each. Default: a random one. */
  readonly id?: string;
  /** How often `metrics$` emits, in milliseconds. Default 1,000. */
  readonly metricsInterval?: number;
}

export interface BridgeSettings {
  readonly id: string;
  readonly lifetime: number;
  readonly bucket: string;
  readonly current: string | false;
  readonly metricsInterval: number;
  readonly agents: ReadonlyMap<string, Required<BridgeAgent>>;
  readonly publish: PublishSettings;
}

/** @throws TypeError if an option is invalid; the message names it. */
export function bridgeSettings(
  check: Check,
  options: ChatBridgeOptions,
  keyOf: (agent: Required<BridgeAgent>) => string,
): BridgeSettings {
  const { connection, agents, session, bucket = 'chat-bridge', current = 'chat-current', ...rest } = options;
  const { lifetime = 10_000, id = crypto.randomUUID(), metricsInterval = 1_000, ...publishing } = rest;
  check(
    'connection',
    connection,
    typeof connection === 'object' && isFunction(Reflect.get(connection, 'publish')),
    'a NATS connection',
  );
  check('agents', agents, Array.isArray(agents), 'a list of agents');
  check('session', session, isFunction(session), 'a function that returns the options of a session');
  check('bucket', bucket, isBucket(bucket), 'the name of a bucket: letters, digits, - and _');
  check('current', current, current === false || isBucket(current), 'the name of a bucket, or false');
  check('lifetime', lifetime, isNumber(lifetime) && lifetime >= 300, 'milliseconds, at least 300');
  check('id', id, isBucket(id), 'a name of letters, digits, - and _');
  check('metricsInterval', metricsInterval, isNumber(metricsInterval) && metricsInterval > 0, 'milliseconds');
  const publish = publishSettings(check, { ...publishing, agent: 'none' });
  const all = agents.map((entry): Required<BridgeAgent> => {
    const { agent, tenant = publish.tenant } = typeof entry === 'string' ? { agent: entry } : entry;
    check('agents', agent, isName(agent) && isName(tenant), 'a list of names, or of { agent, tenant }');
    return { agent, tenant };
  });
  return {
    id,
    lifetime,
    bucket,
    current,
    metricsInterval,
    agents: new Map(all.map((agent) => [keyOf(agent), agent])),
    publish,
  };
}

const isBucket = (name: unknown): boolean => typeof name === 'string' && /^[-\w]+$/.test(name);
