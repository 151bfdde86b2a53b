import { CometD, type Configuration } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { engine } from '../interop/engine.ts';

adapt();

/** CometD's own client over the transport of the engine alone, with a backoff short enough for a test. */
export function cometdClient(url: string, configuration: Partial<Configuration> = {}): CometD {
  const client = new CometD();
  for (const type of client.getTransportTypes())
    if (type !== engine.transport) client.unregisterTransport(type);
  client.configure({ url, logLevel: 'warn', backoffIncrement: 50, maxNetworkDelay: 2_000, ...configuration });
  return client;
}
