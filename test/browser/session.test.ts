import type { Browser, Page } from 'playwright-core';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { expect, it, onTestFinished } from 'vitest';
import { browsers } from './browsers.ts';
import { bundledApp } from './bundledApp.ts';

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
async function openApp(start: () => Promise<Browser>, url: string): Promise<Page> {
  const browser = await start();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${url}/`);
  await page.addScriptTag({ content: await bundledApp(app) });
  return page;
}

it.each(browsers)(
  '[S16] a page in %s waits for the Retry-After of a login, and no longer than its own backoff for others',
  async (_, start) => {
    const simulator = await startSimulator();
    onTestFinished(() => simulator.stop());
    const chatId = simulator.openChat({ customer: 'Ann' });
    const page = await openApp(start, simulator.url);
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
  },
);
