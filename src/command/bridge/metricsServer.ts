import { createServer, type Server } from 'node:http';
import { CommandError, exitCodes, wordsOfThrown } from '../exitCodes.ts';
import type { PrometheusMetrics } from './prometheusMetrics.ts';

/** Serves metrics at `/metrics`, on all interfaces unless the address names one. */
export async function metricsServer(
  address: string,
  metrics: PrometheusMetrics,
): Promise<{ readonly url: string; readonly close: () => void }> {
  const [, host = '0.0.0.0', port = address] = /^(.+):(\d+)$/.exec(address) ?? [];
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] !== '/metrics') {
      response.writeHead(404).end('Metrics are at /metrics.\n');
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
      (error: unknown) => response.writeHead(500).end(`${wordsOfThrown(error)}\n`),
    );
  });
  try {
    await listening(server, host, Number(port));
  } catch (error) {
    throw new CommandError(
      exitCodes.failed,
      `Cannot serve metrics at ${address}: ${wordsOfThrown(error)}`,
      'Choose another port.',
    );
  }
  const bound = server.address();
  return {
    url: `http://${host}:${typeof bound === 'object' && bound !== null ? bound.port : port}/metrics`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const listening = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
