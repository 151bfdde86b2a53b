import type { Browser, Page } from 'playwright-core';
import { type Simulator, startSimulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { browsers } from './browsers.ts';
import { bundledApp } from './bundledApp.ts';
import { servePages } from '../matrix/servePages.ts';
import { startPlainChromium } from './plainChromium.ts';

/** What the user sees: the state of the connection, why, and the transcript. */
const app = ({ url, credentials }: Pick<Simulator, 'credentials' | 'url'>, initialDelay = 100): string => `
  import { chatSession, credentials, transcriptAccumulator } from 'rx-chat-notifications';

  const session = chatSession({
    url: ${JSON.stringify(url)} || location.origin,
    credentials: credentials.basic(${JSON.stringify(credentials.user)}, ${JSON.stringify(credentials.password)}),
    retry: { initialDelay: ${initialDelay}, maxDelay: 60_000 },
    logger: () => undefined,
  });
  const show = (id, text) => (document.getElementById(id).textContent = text);
  session.status$.subscribe(({ state, reason = '' }) => {
    show('state', state);
    show('reason', reason);
  });
  session.notifications$
    .pipe(transcriptAccumulator())
    .subscribe(({ messages }) => show('texts', messages.flatMap(({ text }) => text ?? []).join(' ')));
`;

const html = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>x</title><p id="state"></p><p id="reason"></p><p id="texts"></p><script>${script.replaceAll('</script', '<\\/script')}</script>`;

const seen = (page: Page, id: 'state' | 'reason' | 'texts'): Promise<string | null> =>
  page.textContent(`#${id}`);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Life {
  readonly page: Page;
  readonly simulator: Simulator;
  readonly say: (text: string) => void;
}

/** A page of the simulator's own origin, connected, with one chat. */
async function openPage(
  browser: Browser,
  { maxInterval = 30_000, initialDelay }: { maxInterval?: number; initialDelay?: number } = {},
): Promise<Life> {
  const simulator = await startSimulator({ timeout: 2_000, maxInterval });
  onTestFinished(() => simulator.stop());
  const [context = await browser.newContext()] = browser.contexts();
  const page = await context.newPage();
  const body = html(await bundledApp(app({ url: '', credentials: simulator.credentials }, initialDelay)));
  await page.route('**/app', (route) => route.fulfill({ contentType: 'text/html', body }));
  const chatId = simulator.openChat({ customer: 'Ann' });
  await page.goto(`${simulator.url}/app`);
  await expect.poll(() => seen(page, 'state'), { timeout: 20_000 }).toBe('connected');
  return {
    page,
    simulator,
    say: (text) => {
      simulator.say(chatId, 'Ann', text);
    },
  };
}

async function started(start: () => Promise<Browser>): Promise<Browser> {
  const browser = await start();
  onTestFinished(() => browser.close());
  return browser;
}

async function plainChromium(): Promise<Browser> {
  const { browser, end } = await startPlainChromium();
  onTestFinished(end);
  return browser;
}

describe.each(browsers)('a page in %s', (_, start) => {
  it('shows the loss when the network goes away, and every message at once when it is back', async () => {
    const { page, say } = await openPage(await started(start), { initialDelay: 60_000 });
    say('m1');
    await expect.poll(() => seen(page, 'texts')).toBe('m1');

    await page.context().setOffline(true);
    await expect.poll(() => seen(page, 'state'), { timeout: 20_000 }).toMatch(/interrupted|reconnecting/);
    say('m2');
    await sleep(1_000);
    await page.context().setOffline(false);

    // The backoff is a minute: `online` shortens it.
    await expect.poll(() => seen(page, 'state'), { timeout: 10_000 }).toBe('connected');
    await expect.poll(() => seen(page, 'texts'), { timeout: 10_000 }).toBe('m1 m2');
  });

  it('of another origin connects with cookies where the server allows that', async () => {
    const browser = await started(start);
    const simulator = await startSimulator();
    onTestFinished(() => simulator.stop());
    const script = await bundledApp(app(simulator));
    const { url, stop } = await servePages({ 'index.html': html(script) });
    onTestFinished(stop);
    const page = await browser.newPage();
    await page.goto(url);
    await expect.poll(() => seen(page, 'state'), { timeout: 10_000 }).toBe('connected');
  });

  it('shows why it cannot connect to a server that does not allow its origin', async () => {
    const browser = await started(start);
    const simulator = await startSimulator();
    onTestFinished(() => simulator.stop());
    const page = await browser.newPage();
    const body = html(await bundledApp(app(simulator)));
    await page.route('http://app.test/', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto('http://app.test/');
    await expect.poll(() => seen(page, 'reason'), { timeout: 10_000 }).toMatch(/fetch|NetworkError/);
    expect(await seen(page, 'state')).toBe('connecting');
  });

  it('over HTTPS shows that it cannot connect to a server without it', async () => {
    const browser = await started(start);
    const page = await browser.newPage();
    const credentials = { kind: 'basic', user: 'sam', password: 'secret' } as const;
    const body = html(await bundledApp(app({ url: 'http://gws.test', credentials })));
    await page.route('https://app.test/', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto('https://app.test/');
    await expect.poll(() => seen(page, 'reason'), { timeout: 10_000 }).toMatch(/fetch|NetworkError/);
    expect(await seen(page, 'state')).toBe('connecting');
  });
});

describe('a page in Chromium as a user has it', () => {
  it('in the background shows messages without a delay', async () => {
    const { page, say } = await openPage(await plainChromium());
    const other = await page.context().newPage();
    await other.bringToFront();
    await expect.poll(() => page.evaluate('document.visibilityState')).toBe('hidden');
    await sleep(2_000);
    say('m1');
    const began = performance.now();
    await expect.poll(() => seen(page, 'texts')).toBe('m1');
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it.each([
    ['shorter', 30_000],
    ['longer', 1_000],
  ])(
    'frozen for %s than its session lives shows every message once, when it is thawed',
    async (_, maxInterval) => {
      const { page, say } = await openPage(await plainChromium(), { maxInterval });
      const other = await page.context().newPage();
      await other.bringToFront();
      const cdp = await page.context().newCDPSession(page);
      say('m1');
      await expect.poll(() => seen(page, 'texts')).toBe('m1');

      await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
      say('m2');
      await sleep(4_000);
      say('m3');
      await cdp.send('Page.setWebLifecycleState', { state: 'active' });
      await page.bringToFront();

      await expect.poll(() => seen(page, 'texts'), { timeout: 20_000 }).toBe('m1 m2 m3');
      await expect.poll(() => seen(page, 'state'), { timeout: 20_000 }).toBe('connected');
    },
  );

  it('left and opened again by Back shows what was said meanwhile', async () => {
    const { page, say, simulator } = await openPage(await plainChromium());
    say('m1');
    await expect.poll(() => seen(page, 'texts')).toBe('m1');
    const cdp = await page.context().newCDPSession(page);
    // Playwright waits for a load event, which a page of the back/forward cache does not have.
    const evaluate = async (expression: string): Promise<unknown> =>
      (await cdp.send('Runtime.evaluate', { expression })).result.value;
    await evaluate(
      `addEventListener('pageshow', ({ persisted }) => { document.title = 'kept: ' + persisted; })`,
    );
    await page.goto(`${simulator.url.replace('127.0.0.1', 'localhost')}/`);
    say('m2');
    await sleep(1_000);
    await evaluate('history.back()');
    await expect
      .poll(() => evaluate(`document.getElementById('texts')?.textContent`), { timeout: 20_000 })
      .toBe('m1 m2');
    expect(await evaluate('document.title')).toBe('kept: true');
  });
});
