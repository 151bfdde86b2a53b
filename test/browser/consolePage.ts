import type { BrowserContextOptions, Page } from 'playwright-core';
import type { StartedConsole } from './startedConsole.ts';

/** The page, and what it has done that it must not do. */
export interface ConsolePage {
  readonly page: Page;
  /** Errors that nobody handled, violations of the page's policy, requests to elsewhere. */
  readonly misdeeds: readonly string[];
  /** What is lost, doubled and out of place with a client. */
  readonly tally: (client: 'ours' | 'naive') => Promise<readonly number[]>;
  /** How many messages were said since it compares. */
  readonly said: () => Promise<number>;
  /** How often a fault has taken effect. */
  readonly fired: (fault: string) => Promise<number>;
  /** Waits until something is so. */
  readonly until: (what: string, holds: () => Promise<boolean>) => Promise<void>;
}

const PATIENCE = 60_000;

/** Reports violations to the console of the page before anything else runs. */
const tellViolations = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('violation of ' + violatedDirective + ': ' + blockedURI))`;

/** Opens the console, and waits until the session is connected and compared. */
export async function openConsole(
  { browser, url }: StartedConsole,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const misdeeds: string[] = [];
  page.on('pageerror', ({ message }) => misdeeds.push(message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) misdeeds.push(`request to ${request.url()}`);
  });
  page.on('console', (message) => {
    const isExpected = /status of (4|5)\d\d|net::ERR/.test(message.text());
    if (message.type() === 'error' && !isExpected) misdeeds.push(message.text());
  });
  await page.addInitScript(tellViolations);
  await page.goto(url);

  const number = async (selector: string): Promise<number> =>
    Number((await page.locator(selector).first().innerText()).replace(/\D/g, ''));
  const console: ConsolePage = {
    page,
    misdeeds,
    tally: (client) =>
      Promise.all(['lost', 'doubled', 'misplaced'].map((aspect) => number(`[data-${client}=${aspect}]`))),
    said: () => number('.comparison small'),
    fired: (fault) => number(`[data-fault=${fault}] .fired`),
    async until(what, holds) {
      const deadline = performance.now() + PATIENCE;
      while (!(await holds())) {
        if (performance.now() > deadline) throw new Error(`waited ${PATIENCE} ms in vain until ${what}`);
        await page.waitForTimeout(100);
      }
    },
  };
  await console.until('the session is compared', async () => (await console.said()) > 5);
  return console;
}

/** Waits until something was said after all that happened, and says whether ours holds all of it in order. */
export async function healed({ until, said, tally }: ConsolePage): Promise<void> {
  const before = await said();
  await until('people talk on', async () => (await said()) > before + 15);
  await until('nothing of ours is wrong', async () => (await tally('ours')).every((count) => count === 0));
}
