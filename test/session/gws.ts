import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Bayeux, serve, serveBayeux } from '../transport/servers.ts';

export interface Gws {
  readonly url: string;
  /** The `Authorization` that each request bore, by its path. */
  readonly asked: {
    readonly path: string;
    readonly method: string;
    readonly authorization: string | undefined;
  }[];
  readonly bayeux: Bayeux['bayeux'];
}

type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

/** CometD's own server behind a gate: whatever `answer` answers, by giving `true`, does not reach it. */
export async function gws(answer: Answer, options: Record<string, unknown> = {}): Promise<Gws> {
  const { bayeux } = await serveBayeux(options);
  const asked: Gws['asked'] = [];
  const { url } = await serve((request, response) => {
    const { url: path = '', method = '', headers } = request;
    asked.push({ path, method, authorization: headers.authorization });
    if (answer(request, response)) return;
    if (path.startsWith('/api/v2/notifications')) bayeux.handle(request, response);
    else json(response, 200, { statusCode: 0 });
  });
  return { url, asked, bayeux };
}

export function json(response: ServerResponse, status: number, body: unknown, headers = {}): true {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  return true;
}
