import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startChromium } from './chromium.ts';
import { type ConsoleProcess, startConsoleProcess } from './consoleProcess.ts';

/** A console and a browser for several tests. */
export interface StartedConsole {
  readonly browser: Browser;
  readonly url: string;
}

/** Starts both before the tests of the file or the block, and ends both after them. */
export function startedConsole(
  args: readonly string[] = [],
  startBrowser: () => Promise<Browser> = startChromium,
): StartedConsole {
  let running: readonly [ConsoleProcess, Browser] | undefined;
  const started = (): readonly [ConsoleProcess, Browser] => {
    if (running === undefined) throw new Error('It is started before the first test, not earlier');
    return running;
  };
  beforeAll(async () => {
    running = await Promise.all([startConsoleProcess(args), startBrowser()]);
  });
  afterAll(async () => {
    const [server, browser] = started();
    await browser.close();
    await server.end();
  });
  return {
    get browser() {
      return started()[1];
    },
    get url() {
      return started()[0].url;
    },
  };
}
