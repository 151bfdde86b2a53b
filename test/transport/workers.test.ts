import { adapt } from 'cometd-nodejs-client';
import { CometD } from 'cometd';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTransport } from '../../src/transport/browser.ts';
import { client, handshaken, transport } from './clients.ts';
import { serveBayeux } from './servers.ts';

adapt();
const { XMLHttpRequest } = Reflect.get(globalThis, 'window') as { readonly XMLHttpRequest: unknown };

beforeEach(() => {
  Reflect.deleteProperty(globalThis, 'window');
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const polling = { transports: ['long-polling'], ack: false };

describe('where there is no window', () => {
  it('the transport of browsers polls with the XMLHttpRequest of the worker', async () => {
    vi.stubGlobal('XMLHttpRequest', XMLHttpRequest);
    const { url } = await serveBayeux({ timeout: 50 });
    const from = createTransport({ headers: () => ({}) });
    const made = await from.createClient(polling);
    made.configure({ url, logLevel: 'warn' });
    expect(await handshaken(made)).toMatchObject({ successful: true });
    from.close();
  });

  it('a service worker, which has none, gets a reason', async () => {
    const from = createTransport({ headers: () => ({}) });
    await expect(from.createClient(polling)).rejects.toMatchObject({
      name: 'UnusableError',
      message: expect.stringContaining('service workers') as string,
    });
    from.close();
  });

  it('adapt() of cometd-nodejs-client works after a session, and the session after it', async () => {
    const { url } = await serveBayeux({ timeout: 50 });
    const first = await client(transport(), url);
    expect(await handshaken(first)).toMatchObject({ successful: true });
    adapt();
    const theirs = new CometD();
    theirs.unregisterTransport('websocket');
    theirs.configure({ url, logLevel: 'warn' });
    const reply = await new Promise<{ readonly successful?: boolean }>((resolve) => {
      theirs.handshake(resolve);
    });
    expect(reply.successful).toBe(true);
    expect(await handshaken(await client(transport(), url))).toMatchObject({ successful: true });
    theirs.disconnect();
  });
});
