import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from './chromium.ts';

/** A browser, and how it is ended. */
export interface PlainChromium {
  readonly browser: Browser;
  readonly end: () => Promise<void>;
}

/**
 * Starts a Chromium whose pages are as visible as they are to a user: one at a time. With Playwright's own defaults all of
 * them have the focus, and a page that has it cannot be frozen.
 */
export async function startPlainChromium(): Promise<PlainChromium> {
  const folder = await mkdtemp(join(tmpdir(), 'tabs-'));
  const args = [
    '--headless=new',
    '--no-sandbox',
    '--no-first-run',
    '--remote-debugging-port=0',
    `--user-data-dir=${folder}`,
  ];
  const child = spawn(chromiumPath(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const endpoint = await new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      const [, url] = /DevTools listening on (\S+)/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`Chromium exited with ${String(code)} before it could be driven`));
    });
  });
  const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true });
  return {
    browser,
    end: async () => {
      await browser.close();
      child.kill();
      await exited;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
