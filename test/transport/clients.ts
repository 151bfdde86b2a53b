import { onTestFinished, vi } from 'vitest';
import type { BayeuxMessage } from '../../src/channel/index.ts';
import { createTransport } from '../../src/transport/node.ts';
import type {
  CometDClient,
  CometDConfiguration,
  SessionTransport,
  TransportOptions,
} from '../../src/transport/transport.ts';

/** A transport of Node that is closed when the test is finished. */
export function transport(options: Partial<TransportOptions> = {}): SessionTransport {
  const made = createTransport({ headers: () => ({}), ...options });
  onTestFinished(() => {
    made.close();
  });
  return made;
}

/** A client over long polling, with a backoff short enough for a test. */
export async function client(
  from: SessionTransport,
  url: string,
  configuration: Partial<CometDConfiguration> = {},
  ack = false,
): Promise<CometDClient> {
  const made = await from.createClient({ transports: ['long-polling'], ack });
  made.configure({ url, logLevel: 'warn', backoffIncrement: 30, maxNetworkDelay: 2_000, ...configuration });
  return made;
}

/** The first message that a listener of this channel hears from now on. */
export const heard = (from: CometDClient, channel: string): Promise<BayeuxMessage> =>
  new Promise((resolve) => {
    const handle = from.addListener(channel, (message) => {
      from.removeListener(handle);
      resolve(message);
    });
  });

/** Shakes hands, and gives the reply. */
export function handshaken(made: CometDClient): Promise<BayeuxMessage> {
  const reply = heard(made, '/meta/handshake');
  made.handshake();
  return reply;
}

/** What a subscriber of this channel is given, once the server has acknowledged the subscription. */
export async function collected(from: CometDClient, channel: string): Promise<unknown[]> {
  const data: unknown[] = [];
  await new Promise<void>((resolve) => {
    from.subscribe(
      channel,
      (message) => data.push(message.data),
      () => {
        resolve();
      },
    );
  });
  return data;
}

export const eventually = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 10 });
