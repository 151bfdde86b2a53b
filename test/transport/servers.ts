import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import cometd, { type CometDServer } from 'cometd-nodejs-server';
import ack from 'cometd-nodejs-server/ack-extension.js';

export interface Running {
  readonly server: Server;
  readonly port: number;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** All connections that were ever opened. */
  readonly sockets: readonly Socket[];
}

/** An HTTP server that is gone when the test is finished. */
export async function serve(listener: RequestListener): Promise<Running> {
  const sockets: Socket[] = [];
  const server = createServer(listener).on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}`, sockets };
}

export interface Bayeux extends Running {
  readonly bayeux: CometDServer;
  /** Of each request, in order. */
  readonly requests: IncomingMessage[];
}

/** CometD's own server, with acknowledgements. */
export async function serveBayeux(options: Record<string, unknown> = {}): Promise<Bayeux> {
  const bayeux = cometd.createCometDServer({
    timeout: 1_000,
    maxInterval: 2_000,
    sweepPeriod: 100,
    ...options,
  });
  bayeux.addExtension(new ack.AcknowledgedMessagesExtension());
  const requests: IncomingMessage[] = [];
  const running = await serve((request, response) => {
    requests.push(request);
    bayeux.handle(request, response);
  });
  onTestFinished(() => {
    bayeux.close();
  });
  return { ...running, bayeux, requests };
}
