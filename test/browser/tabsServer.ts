import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { root } from '../../scripts/docs/project.ts';

/** A poll at the server: when it began, and when it was answered or cut. */
interface Poll {
  readonly begins: number;
  ends: number;
}

/** A server of pages in front of a simulator, which counts the polls that it holds. */
export interface TabsServer {
  readonly url: string;
  readonly polls: readonly Poll[];
  /** How many polls are held now. */
  readonly held: () => number;
  /** The longest time for which two polls were held at once, in milliseconds. */
  readonly longestOverlap: () => number;
  readonly stop: () => Promise<void>;
}

/** What each tab does: it records what its session emits. */
const app = `
  import { credentials } from 'rx-chat-notifications';
  import { sharedSession } from 'rx-chat-notifications/tabs';

  const { user, password, takeoverAfter } = CONFIG;
  const session = sharedSession({
    url: location.origin,
    credentials: credentials.basic(user, password),
    retry: { initialDelay: 100 },
    takeoverAfter,
    logger: ({ message }) => tab.log.push(message),
  });
  const now = () => performance.timeOrigin + performance.now();
  const tab = { session, received: [], log: [], loadedAfter: undefined };
  globalThis.tab = tab;
  session.notifications$.subscribe((notification) => {
    if (notification.kind !== 'messages') return;
    for (const { text } of notification.messages)
      if (text !== undefined) tab.received.push({ chatId: notification.chatId, text, at: now() });
  });
  session.chats$.subscribe(() => (tab.loadedAfter ??= performance.now()));
`;

async function pageWith(config: object): Promise<string> {
  const {
    outputFiles: [bundle],
  } = await build({
    stdin: { contents: app, resolveDir: root },
    define: { CONFIG: JSON.stringify(config) },
    bundle: true,
    minify: true,
    tsconfigRaw: '{}',
    write: false,
    platform: 'browser',
    format: 'iife',
    logLevel: 'error',
  });
  return `<!doctype html><meta charset="utf-8"><title>tab</title><script>${(bundle?.text ?? '').replaceAll('</script', '<\\/script')}</script>`;
}

/** Serves a page with a shared session at `/tab`; all else is the simulator's. */
export async function startTabsServer(simulator: Simulator, takeoverAfter: number): Promise<TabsServer> {
  const html = await pageWith({ ...simulator.credentials, takeoverAfter });
  const polls: Poll[] = [];

  function answer(incoming: IncomingMessage, response: ServerResponse): void {
    if (incoming.url === '/tab') {
      response.setHeader('Content-Type', 'text/html').end(html);
      return;
    }
    const poll =
      incoming.url?.endsWith('/connect') === true ? { begins: performance.now(), ends: Infinity } : undefined;
    if (poll !== undefined) polls.push(poll);
    const { method, headers } = incoming;
    const upstream = request(`${simulator.url}${incoming.url ?? ''}`, { method, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    response.on('close', () => {
      if (poll !== undefined) poll.ends = performance.now();
      upstream.destroy();
    });
    incoming.pipe(upstream);
  }

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    polls,
    held: () => polls.filter(({ ends }) => ends === Infinity).length,
    longestOverlap: () =>
      Math.max(
        0,
        ...polls.flatMap((poll, index) =>
          polls
            .slice(index + 1)
            .map((later) => Math.min(poll.ends, later.ends, performance.now()) - later.begins),
        ),
      ),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
