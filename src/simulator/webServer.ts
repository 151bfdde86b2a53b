import { once } from 'node:events';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { type Answer, refusalOf } from './answer.ts';
import type { Line, NetworkFaults } from './networkFaults.ts';

const HOST = '127.0.0.1';

/** A listening HTTP server. A restart creates a new one. */
export interface WebServer {
  readonly port: number;
  /** Cuts every connection and frees the port. */
  readonly close: () => Promise<void>;
}

/** Who is behind a web server. What they throw is answered, too. */
export interface Answering {
  readonly answer: (request: IncomingMessage) => Promise<Answer>;
  /** What every answer bears. */
  readonly corsHeaders: (request: IncomingMessage) => OutgoingHttpHeaders;
  /** Whether a reply breaks off in the middle of its body; asked once for each that has one. */
  readonly isCut: (request: IncomingMessage) => boolean;
  /** Takes over a connection that asks to become a WebSocket. */
  readonly upgrade: ((request: IncomingMessage, head: Buffer, line: Line) => void) | undefined;
}

/** Listens on 127.0.0.1; port 0 is any free one. */
export async function openWebServer(
  port: number,
  network: NetworkFaults,
  { answer, corsHeaders, isCut, upgrade }: Answering,
): Promise<WebServer> {
  // It never hangs up by itself: while the network is silent, a client must not receive even that.
  const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  server.on('connection', network.connected);
  server.on('request', (request, response) => {
    const line = network.line(request.socket);
    if (!line.passes()) return;
    const bring = ({ status, headers, lateHeaders, body = '' }: Answer): void => {
      line.send(() => {
        // What nobody receives is neither a new token nor a cut reply.
        if (request.socket.destroyed) return;
        response.writeHead(status, { ...corsHeaders(request), ...headers, ...lateHeaders?.() });
        if (body !== '' && isCut(request)) cut(response, body);
        else response.end(body);
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

/** Sends the first half of a body, at least a byte, and destroys the connection. */
function cut(response: ServerResponse, body: string): void {
  const bytes = Buffer.from(body);
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
}
