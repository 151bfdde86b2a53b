import { InvalidArgumentError, Option } from 'commander';
import { urlOption } from '../watch/options.ts';

/** The options of `bridge`. */
export interface BridgeCommandOptions {
  readonly nats: string;
  readonly natsCreds?: string;
  readonly agents: string;
  readonly url?: string;
  readonly stream: string;
  readonly createStream?: boolean;
  readonly subject: string;
  readonly tenant: string;
  readonly lifetime: number;
  readonly metrics?: string;
  readonly redact: boolean;
}

const natsOptions = {
  nats: (): Option => new Option('--nats <url>', 'the broker, such as nats://localhost:4222').env('NATS_URL'),
  creds: (): Option => new Option('--nats-creds <file>', 'a file of NATS credentials').env('NATS_CREDS'),
  stream: (): Option => new Option('--stream <name>', 'the stream of JetStream').default('chats'),
  subject: (): Option => new Option('--subject <prefix>', 'what subjects begin with').default('gws'),
};

export const bridgeOptions: readonly Option[] = [
  natsOptions.nats().makeOptionMandatory(),
  natsOptions.creds(),
  new Option('--agents <file>', 'all agents, as JSON; every bridge is given the same').makeOptionMandatory(),
  urlOption(),
  natsOptions.stream(),
  new Option('--create-stream', 'create the stream if it does not exist'),
  natsOptions.subject(),
  new Option('--tenant <name>', 'the tenant of agents without one').default('default'),
  new Option('--lifetime <ms>', 'how long a lease lasts that is not renewed')
    .default(10_000)
    .argParser(millisecondsOf),
  new Option('--metrics <port>', 'serve Prometheus metrics at this port, or at host:port'),
  new Option('--no-redact', 'mask no personal data'),
];

function millisecondsOf(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 300) return value;
  throw new InvalidArgumentError('It must be a number of milliseconds, at least 300.');
}
