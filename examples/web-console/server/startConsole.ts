import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { CONSOLE_PATH, NAIVE_PATH } from '../shared/news.ts';
import { buildPage } from './buildPage.ts';
import { control } from './control.ts';
import { isOfThisPage, refuse } from './http.ts';
import { servePage } from './servePage.ts';
import { proxy } from './proxy.ts';
import { customers } from './customers.ts';

/** What the simulated people do, and where the page is served. */
export interface ConsoleOptions {
  readonly chats: number;
  readonly messagesPerSecond: number;
  readonly seed: number;
  readonly port: number;
}

/** The console under way. */
export interface Console {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * The simulator, and in front of it the server of the page: one origin for both, as behind the reverse proxy of a real
 * deployment.
 */
export async function startConsole({ port, ...script }: ConsoleOptions): Promise<Console> {
  // A poll is held for 5 s only, so that who was forgotten notices soon.
  const [files, simulator] = await Promise.all([buildPage(), startSimulator({ ...script, timeout: 5_000 })]);
  /** The pages that are open. */
  const watching = new Set<ServerResponse>();
  const people = customers(simulator, () => watching.size > 0);
  const routes = [
    [`${CONSOLE_PATH}/`, control(simulator, people, watching)],
    [`${NAIVE_PATH}/`, proxy(simulator.url, NAIVE_PATH)],
    ['/api/', proxy(simulator.url, '')],
    ['/', servePage(files)],
  ] as const;
  const server = createServer((request, response) => {
    if (!isOfThisPage(request)) {
      refuse(response, 403, 'Another page has no business here');
      return;
    }
    const route = routes.find(([path]) => request.url?.startsWith(path) === true);
    route?.[1](request, response);
  });
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    people.leave();
    await simulator.stop();
    throw error;
  }
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/`;
  return {
    url,
    async close() {
      people.leave();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, simulator.stop()]);
    },
  };
}
