import { build } from 'esbuild';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { expect, it, onTestFinished } from 'vitest';
import { root } from '../../scripts/docs/project.ts';
import { startChromium } from './chromium.ts';

/** As in `docs/recipes/web-workers.md`. */
const worker = (user: string, password: string): string => `
  import { chatSession, credentials } from 'rx-chat-notifications';

  globalThis.window ??= globalThis;
  const session = chatSession({
    url: location.origin,
    credentials: credentials.basic(${JSON.stringify(user)}, ${JSON.stringify(password)}),
  });
  session.notifications$.subscribe((notification) => postMessage(notification));
`;

it('a session runs in a web worker, and its notifications arrive in the page', async () => {
  const simulator = await startSimulator();
  onTestFinished(() => simulator.stop());
  const { credentials } = simulator;
  const {
    outputFiles: [bundle],
  } = await build({
    stdin: { contents: worker(credentials.user, credentials.password), resolveDir: root },
    bundle: true,
    tsconfigRaw: '{}', // whose paths lead to the sources, and to the transport of Node
    write: false,
    platform: 'browser',
    format: 'iife',
    logLevel: 'error',
  });
  simulator.openChat({ id: 'A', customer: 'Ann' });
  const browser = await startChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.route('**/worker.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: bundle?.text ?? '' }),
  );
  await page.goto(`${simulator.url}/`);
  await page.addScriptTag({
    content: `new Worker('/worker.js').onmessage = ({ data }) => (document.body.textContent += ' ' + data.chatId);`,
  });
  await page.waitForFunction("document.body.textContent.includes(' A')");
  expect(await page.textContent('body')).toContain(' A');
});
