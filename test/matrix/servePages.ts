import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type { WebKit } from '../browser/webKit.ts';

export type Files = Readonly<Record<string, string>>;

const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };

/** Serves files on a free port, all with these headers. */
export async function servePages(
  files: Files,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const server = createServer(({ url = '/' }, response) => {
    const name = url === '/' ? 'index.html' : url.slice(1);
    const text = files[name];
    const type = types[name.split('.').at(-1) ?? ''] ?? 'text/plain';
    if (text === undefined) response.writeHead(url === '/favicon.ico' ? 204 : 404).end();
    else response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, ...headers }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Opens the index of the files in a browser; resolves with what the page writes into `#result`. */
export async function resultOfPage(
  browser: Browser,
  files: Files,
  headers?: Readonly<Record<string, string>>,
): Promise<string> {
  const { url, stop } = await servePages(files, headers);
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  try {
    await page.goto(url);
    // Not `waitForFunction`, which a strict policy refuses.
    const shown = page.locator('#result', { hasText: /\S/ });
    await shown.waitFor({ timeout: 20_000 }).catch(() => undefined);
    const result = (await page.textContent('#result', { timeout: 1_000 }).catch(() => '')) ?? '';
    if (result === '' || errors.length > 0) throw new Error([result, ...errors].join('\n'));
    return result;
  } finally {
    await page.close();
    await stop();
  }
}

/** The same in WebKitGTK, which does not report the errors of a page: a page that fails writes nothing. */
export async function resultInWebKit(
  webKit: WebKit,
  files: Files,
  headers?: Readonly<Record<string, string>>,
): Promise<string> {
  const { url, stop } = await servePages(files, headers);
  try {
    await webKit.open(url);
    for (let tries = 0; tries < 200; tries += 1) {
      const result = await webKit.textOf('#result');
      if (result !== '') return result;
      await sleep(100);
    }
    throw new Error('The page shows no result');
  } finally {
    await stop();
  }
}
