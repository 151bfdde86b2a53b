import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { expect, it, onTestFinished } from 'vitest';
import { root } from '../../scripts/docs/project.ts';
import { startChromium } from './chromium.ts';

/** What the page shows of each chat. */
const app = `
  import { chatSession, credentials } from 'rx-chat-notifications';

  globalThis.listen = ({ user, password }) => {
    const session = chatSession({
      url: location.origin,
      credentials: credentials.basic(user, password),
      retry: { initialDelay: 100 },
      logger: () => undefined,
    });
    session.chats$.subscribe((chats) => (document.body.textContent = [...chats.keys()].join(' ')));
  };
`;

/** A page of the server itself, in which the built package runs. */
async function openApp(url: string): Promise<Page> {
  const {
    outputFiles: [bundle],
  } = await build({
    stdin: { contents: app, resolveDir: root },
    bundle: true,
    tsconfigRaw: '{}', // whose paths lead to the sources, and to the transport of Node
    write: false,
    platform: 'browser',
    format: 'iife',
    logLevel: 'error', // not the hints on what it leaves out
  });
  const browser = await startChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${url}/`);
  await page.addScriptTag({ content: bundle?.text ?? '' });
  return page;
}

it('[S16] a page waits for the Retry-After of a login, and no longer than its own backoff for others', async () => {
  const simulator = await startSimulator();
  onTestFinished(() => simulator.stop());
  const chatId = simulator.openChat({ customer: 'Ann' });
  const page = await openApp(simulator.url);
  const asked = new Map<string, number[]>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    asked.set(pathname, [...(asked.get(pathname) ?? []), performance.now()]);
  });
  const pause = (path: string): number => {
    const [first = NaN, second = NaN] = asked.get(`/api/v2/${path}`) ?? [];
    return second - first;
  };
  simulator.faults.http(503, 1, { retryAfter: 2, path: '/api/v2/me' });
  simulator.faults.http(503, 1, { retryAfter: 600, path: '/api/v2/notifications/handshake' });
  simulator.faults.http(503, 1, { retryAfter: 600, path: '/api/v2/notifications/connect' });

  await page.evaluate(`listen(${JSON.stringify(simulator.credentials)})`);

  await expect.poll(() => page.textContent('body'), { timeout: 60_000 }).toBe(chatId);
  expect(simulator.faults.fired.http).toBe(3);
  expect(pause('me')).toBeGreaterThan(1_900);
  expect(pause('notifications/handshake')).toBeGreaterThan(0);
  expect(pause('notifications/connect')).toBeGreaterThan(0);
});
