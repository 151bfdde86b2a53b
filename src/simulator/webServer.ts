import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type Answer, OUTCOME, Refusal, refused } from './answer.ts';
import { corsHeaders } from './cors.ts';
import type { NetworkFaults } from './networkFaults.ts';

const HOST = '127.0.0.1';

/** A listening HTTP server. It lives once: what comes after a restart is another one. */
export interface WebServer {
  readonly port: number;
  /** Cuts every connection and frees the port. */
  readonly close: () => Promise<void>;
}

/** Listens on 127.0.0.1; port 0 is any free one. What `answer` throws is answered, too. */
export async function openWebServer(
  port: number,
  network: NetworkFaults,
  answer: (request: IncomingMessage) => Promise<Answer>,
): Promise<WebServer> {
  // It never hangs up by itself: while the network is silent, a client must not hear even that.
  const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  server.on('connection', network.connected);
  server.on('request', (request, response) => {
    if (!network.passes(request)) return;
    const bring = (found: Answer): void => {
      const headers = { ...corsHeaders(request), ...found.headers };
      network.send(request, response, { ...found, headers });
    };
    answer(request).then(bring, (error: unknown) => {
      bring(
        refused(error instanceof Refusal ? error : new Refusal(500, OUTCOME.internalError, String(error))),
      );
    });
  });
  server.listen(port, HOST);
  await once(server, 'listening');

  const address = server.address();
  let closed: Promise<unknown> | undefined;
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      if (closed === undefined) {
        closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
      }
      await closed;
    },
  };
}
