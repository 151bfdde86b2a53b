import { startSimulator } from 'rx-chat-notifications/simulator';
import { expect, it, onTestFinished } from 'vitest';
import { browsers } from './browsers.ts';
import { bundledApp } from './bundledApp.ts';

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

it.each(browsers)(
  'in %s a session runs in a web worker, and its notifications arrive in the page',
  async (_, start) => {
    const simulator = await startSimulator();
    onTestFinished(() => simulator.stop());
    const { credentials } = simulator;
    const bundle = await bundledApp(worker(credentials.user, credentials.password));
    simulator.openChat({ id: 'A', customer: 'Ann' });
    const browser = await start();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.route('**/worker.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: bundle }),
    );
    await page.goto(`${simulator.url}/`);
    await page.addScriptTag({
      content: `new Worker('/worker.js').onmessage = ({ data }) => (document.body.textContent += ' ' + data.chatId);`,
    });
    await page.waitForFunction("document.body.textContent.includes(' A')");
    expect(await page.textContent('body')).toContain(' A');
  },
);
