import type { MatrixCase } from '../matrixCase.ts';
import { run, versionIn, writeAll } from '../workspace.ts';

const group = 'CometD client';

/** The server restarts, and the next message arrives all the same. */
const scenario = `
import { startSimulator } from 'rx-chat-notifications/simulator';
import { firstValueFrom, filter, timeout } from 'rxjs';

export const textArrives = (notifications$, text) =>
  firstValueFrom(
    notifications$.pipe(
      filter(({ kind, messages = [] }) => kind === 'messages' && messages.some((message) => message.text === text)),
      timeout(20_000),
    ),
  );

export async function throughRestart(simulator, notifications$) {
  const chatId = simulator.openChat({ id: 'A', customer: 'Ann' });
  const [before, after] = ['before', 'after'].map((text) => textArrives(notifications$, text));
  simulator.say(chatId, 'Ann', 'before');
  await before;
  await simulator.faults.restart();
  const again = setInterval(() => simulator.say(chatId, 'Ann', 'after'), 500);
  await after.finally(() => clearInterval(again));
}
`;

const session = `
import { chatSession } from 'rx-chat-notifications';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { throughRestart } from './scenario.mjs';

const simulator = await startSimulator();
const session = chatSession({ url: simulator.url, credentials: simulator.credentials, retry: { initialDelay: 100 }, logger: () => {} });
session.notifications$.subscribe();
await session.ready();
await throughRestart(simulator, session.notifications$);
await session.close();
await simulator.stop();
`;

const ownClient = `
import { adapt } from 'cometd-nodejs-client';
adapt();
const module = await import('cometd');
const { CometD } = module.default ?? module; // CommonJS up to 7
import { connectionStatus, fromChannel, validNotifications } from 'rx-chat-notifications';
import { share } from 'rxjs';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { throughRestart } from './scenario.mjs';

const simulator = await startSimulator({ authentication: false });
const client = new CometD();
client.unregisterTransport('websocket');
client.configure({ url: simulator.url + '/api/v2/notifications', logLevel: 'error', backoffIncrement: 100 });
const notifications$ = fromChannel(client, '/v2/me/chats').pipe(validNotifications(() => {}), share());
const isSubscribed = new Promise((resolve) => client.addListener('/meta/subscribe', resolve));
notifications$.subscribe();
client.handshake();
await isSubscribed;
await throughRestart(simulator, notifications$);
client.disconnect();
await simulator.stop();
process.exit(0);
`;

const cometdCase = (
  major: number,
  name: string,
  program: string,
  ...packages: readonly string[]
): MatrixCase => ({
  group,
  name: `CometD ${major} ${name}`,
  shows: 'messages before and after a server restart',
  run: async (workspace) => {
    const folder = await workspace.folder([`cometd@${major}`, ...packages], true);
    writeAll(folder, { 'scenario.mjs': scenario, 'main.mjs': program });
    await run(folder, process.execPath, 'main.mjs');
    return versionIn(folder, 'cometd');
  },
});

export const cometdCases: readonly MatrixCase[] = [
  ...[8, 9].map((major) => cometdCase(major, 'under a session', session)),
  ...[5, 7, 8, 9].map((major) => cometdCase(major, 'under fromChannel', ownClient, 'cometd-nodejs-client@2')),
];
