import { CometD, type Configuration } from 'cometd';
import { adapt } from 'cometd-nodejs-client';

adapt();

/** CometD's own client over HTTP long polling, with a backoff short enough for a test. */
export function cometdClient(url: string, configuration: Partial<Configuration> = {}): CometD {
  const client = new CometD();
  client.unregisterTransport('websocket');
  client.configure({ url, logLevel: 'warn', backoffIncrement: 50, maxNetworkDelay: 2_000, ...configuration });
  return client;
}
