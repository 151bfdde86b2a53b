import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { customersArrive } from './customers.ts';
import { folder, servePages } from './pages.ts';
import { run } from './run.ts';

const { values: asked } = parseArgs({ options: { 'no-serve': { type: 'boolean' } } });

try {
  await build();
  if (asked['no-serve'] !== true && process.env['CI'] === undefined) await serve();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

/** Builds the package and, with what users get of it, the app; and tests that. */
async function build(): Promise<void> {
  await run('npm run --silent build', '.');
  await run('npm ci --no-audit --no-fund', folder);
  await run('npm run --silent lint', folder);
  const printed = await run('npm run --silent build', folder);
  if (/warning/i.test(printed)) throw new Error('The build of the app warns');
  await run('npm run --silent test', folder);
}

/** Serves both builds to the same agent, until Ctrl-C. */
async function serve(): Promise<void> {
  const simulator = await startSimulator({ chats: 2, messagesPerSecond: 0.5 });
  const customers = customersArrive(simulator);
  const options = { session: { url: simulator.url, credentials: simulator.credentials }, nickname: 'Sam' };
  const served = await Promise.all([servePages('zoneless', options), servePages('zone', options)]);
  const [zoneless, zone] = served;
  console.log(`\nThe agent desktop: ${zoneless.url}\nThe same under zone.js: ${zone.url}\nCtrl-C ends it.`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  customers.end();
  await Promise.all([simulator.stop(), ...served.map(({ close }) => close())]);
}
