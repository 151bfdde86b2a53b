import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { type Answer, OUTCOME, Refusal, refused } from './answer.ts';
import { corsHeaders } from './cors.ts';
import type { Line, NetworkFaults } from './networkFaults.ts';

const HOST = '127.0.0.1';

/** A listening HTTP server. It lives once: what comes after a restart is another one. */
export interface WebServer {
  readonly port: number;
  /** Cuts every connection and frees the port. */
  readonly close: () => Promise<void>;
}

/** Who is behind a web server. What they throw is answered, too. */
export interface Answering {
  readonly answer: (request: IncomingMessage) => Promise<Answer>;
  /** Takes over a connection that asks to become a WebSocket. */
  readonly upgrade: ((request: IncomingMessage, head: Buffer, line: Line) => void) | undefined;
}

/** Listens on 127.0.0.1; port 0 is any free one. */
export async function openWebServer(
  port: number,
  network: NetworkFaults,
  { answer, upgrade }: Answering,
): Promise<WebServer> {
  // It never hangs up by itself: while the network is silent, a client must not hear even that.
  const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  server.on('connection', network.connected);
  server.on('request', (request, response) => {
    const line = network.line(request.socket);
    if (!line.passes()) return;
    const bring = ({ status, headers, body }: Answer): void => {
      line.send(() => {
        response.writeHead(status, { ...corsHeaders(request), ...headers }).end(body);
      });
    };
    answer(request).then(bring, (error: unknown) => {
      bring(refusalOf(error));
    });
  });
  const upgraded = new Set<Socket>();
  if (upgrade !== undefined) {
    server.on('upgrade', (request, socket, head) => {
      if (!(socket instanceof Socket)) return;
      upgraded.add(socket);
      socket.on('error', () => undefined).once('close', () => upgraded.delete(socket));
      const line = network.line(socket);
      if (!line.passes()) return;
      try {
        upgrade(request, head, line);
      } catch (error) {
        const { status } = refusalOf(error);
        line.send(() => socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n\r\n`));
      }
    });
  }
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
        for (const socket of upgraded) socket.destroy();
      }
      await closed;
    },
  };
}

const refusalOf = (error: unknown): Answer =>
  refused(error instanceof Refusal ? error : new Refusal(500, OUTCOME.internalError, String(error)));
