import { adapt } from 'cometd-nodejs-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTransport } from '../../src/transport/browser.ts';
import { collected, eventually, handshaken } from './clients.ts';
import { serve, serveBayeux } from './servers.ts';

// An `XMLHttpRequest` over Node's own HTTP, as a browser has one.
adapt();

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the transport of browsers', () => {
  it("polls with CometD's own XMLHttpRequest, with the headers of each send", async () => {
    const { bayeux, url, requests } = await serveBayeux({ timeout: 50 });
    const given = vi.fn<typeof fetch>();
    let count = 0;
    const headers = (): Record<string, string> => ({ 'X-CSRF-TOKEN': String((count += 1)) });
    const from = createTransport({ fetch: given, headers });
    const made = await from.createClient({ transports: ['websocket', 'long-polling'], ack: true });
    made.configure({ url, logLevel: 'warn' });
    expect(await handshaken(made)).toMatchObject({ successful: true });
    const data = await collected(made, '/a');
    bayeux.createServerChannel('/a').publish(null, 'one');
    await eventually(() => {
      expect(data).toEqual(['one']);
    });
    expect(requests.slice(0, 3).map((request) => request.headers['x-csrf-token'])).toEqual(['1', '2', '3']);
    expect(given).not.toHaveBeenCalled();
    from.close();
    await eventually(() => {
      expect(made.getStatus()).toBe('disconnected');
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { length } = requests;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(requests).toHaveLength(length);
  });

  it('fetches with the global fetch of the moment, as a method of nothing else', async () => {
    const from = createTransport({ headers: () => ({}) });
    const seen: unknown[] = [];
    vi.stubGlobal('fetch', function (this: unknown, input: unknown, init: RequestInit) {
      seen.push([this === globalThis || this === undefined, input, init.credentials]);
      return Promise.resolve(new Response('here'));
    });
    expect(await (await from.fetch('/relative')).text()).toBe('here');
    await from.fetch('/relative', { credentials: 'omit' });
    expect(seen).toEqual([
      [true, '/relative', undefined],
      [true, '/relative', 'omit'],
    ]);
  });

  it('close() aborts its fetches', async () => {
    const { url } = await serve(() => undefined);
    const from = createTransport({ headers: () => ({}) });
    const hanging = from.fetch(url);
    from.close();
    await expect(hanging).rejects.toThrow('The session is closed');
  });
});
