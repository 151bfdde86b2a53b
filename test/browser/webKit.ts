import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './findProgram.ts';

/** A page in WebKitGTK. Playwright drives its own WebKit alone, so this speaks WebDriver. */
export interface WebKit {
  readonly version: string;
  readonly open: (url: string) => Promise<void>;
  readonly textOf: (selector: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

function program(name: string): string {
  const path = findProgram([name]);
  if (path === undefined)
    throw new Error(`No ${name} was found. Install WebKitGTK (apt-get install webkit2gtk-driver xvfb).`);
  return path;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}

/** A display in memory: WebKitGTK has no mode without one. */
async function startDisplay(): Promise<{ readonly name: string; readonly child: ChildProcess }> {
  const child = spawn(program('Xvfb'), ['-displayfd', '1', '-screen', '0', '1280x800x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface(child.stdout)) return { name: `:${line}`, child };
  throw new Error('Xvfb ended before it had a display');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function ask(url: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { readonly value: unknown };
  if (!response.ok) throw new Error(JSON.stringify(value));
  return value;
}

/** Starts the WebKitGTK of Debian's `webkit2gtk-driver`. */
export async function startWebKit(): Promise<WebKit> {
  const path = program('WebKitWebDriver');
  const display = await startDisplay();
  const port = await freePort();
  const driver = spawn(path, [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: display.name, WEBKIT_DISABLE_DMABUF_RENDERER: '1' },
  });
  const base = `http://127.0.0.1:${port}`;
  const isUp = (): Promise<boolean> =>
    ask(`${base}/status`, 'GET').then(
      () => true,
      () => false,
    );
  for (let tries = 0; tries < 100 && !(await isUp()); tries += 1) await sleep(100);
  const opened = (await ask(`${base}/session`, 'POST', { capabilities: { alwaysMatch: {} } })) as {
    readonly sessionId: string;
    readonly capabilities: { readonly browserVersion: string };
  };
  const session = `${base}/session/${opened.sessionId}`;
  return {
    version: opened.capabilities.browserVersion,
    open: async (url) => {
      await ask(`${session}/url`, 'POST', { url });
    },
    textOf: async (selector) => {
      const script = `return document.querySelector(${JSON.stringify(selector)}).textContent`;
      return String(await ask(`${session}/execute/sync`, 'POST', { script, args: [] }));
    },
    close: async () => {
      await ask(session, 'DELETE');
      await end(driver);
      await end(display.child);
    },
  };
}
