import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { BayeuxServer } from '../../src/simulator/bayeuxServer.ts';
import { engine } from '../interop/engine.ts';
import { serve } from '../transport/servers.ts';

export interface Gws {
  readonly url: string;
  /** The `Authorization` that each request bore, by its path. */
  readonly asked: {
    readonly path: string;
    readonly method: string;
    readonly authorization: string | undefined;
  }[];
  readonly bayeux: BayeuxServer;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A Bayeux server behind a gate: whatever `answer` answers, by giving `true`, does not reach it. */
export async function gws(
  answer: Answer,
  { timeout = 1_000 }: { readonly timeout?: number } = {},
): Promise<Gws> {
  const bayeux = await engine.open({
    channel: '/v2/me/chats',
    ack: true,
    timeout,
    maxInterval: 2_000,
    receivesAll: true,
    onSubscribed: () => undefined,
  });
  onTestFinished(() => {
    bayeux.close();
  });
  const asked: Gws['asked'] = [];
  const { url, server } = await serve((request, response) => {
    const { url: path = '', method = '', headers } = request;
    asked.push({ path, method, authorization: headers.authorization });
    if (answer(request, response)) return;
    if (path.startsWith('/api/v2/notifications')) {
      bring(bayeux, request, response).catch(() => response.destroy());
    } else json(response, 200, { statusCode: 0 });
  });
  const { upgrade } = bayeux;
  if (upgrade !== undefined) {
    const opened: Socket[] = [];
    onTestFinished(() => {
      for (const socket of opened) socket.destroy();
    });
    server.on('upgrade', (request, socket: Socket, head) => {
      const { url: path = '', method = '', headers } = request;
      asked.push({ path, method, authorization: headers.authorization });
      opened.push(socket);
      upgrade(
        request,
        head,
        {
          socket,
          passes: () => true,
          send: (arrive) => {
            arrive();
          },
        },
        'Sam',
      );
    });
  }
  return { url, asked, bayeux };
}

export function json(response: ServerResponse, status: number, body: unknown, headers = {}): true {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  return true;
}

async function bring(
  bayeux: BayeuxServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await bayeux.answer(request, 'Sam');
  response.writeHead(status, headers).end(body);
}
