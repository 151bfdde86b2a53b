import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { client, collected, eventually, handshaken, heard, transport } from './clients.ts';
import { serve, serveBayeux } from './servers.ts';
import { dispatcherOfNode, useDispatcher } from './useDispatcher.ts';

const channel = '/v2/me/chats';

describe('long polling over fetch', () => {
  it.each([false, true])('a client shakes hands, subscribes and receives, ack: %s', async (ack) => {
    const { bayeux, url } = await serveBayeux();
    const made = await client(transport(), url, {}, ack);
    expect(await handshaken(made)).toMatchObject({ successful: true });
    const data = await collected(made, channel);
    const reply = heard(made, '/meta/connect');
    bayeux.createServerChannel(channel).publish(null, 'one');
    await eventually(() => {
      expect(data).toEqual(['one']);
    });
    expect((await reply).ext).toEqual(ack ? { ack: expect.any(Number) as number } : undefined);
  });

  it('two transports have each their own cookies', async () => {
    const { url, requests, bayeux } = await serveBayeux({
      browserCookieName: 'BROWSER',
      maxSessionsPerBrowser: 1,
    });
    const clients = await Promise.all([client(transport(), url), client(transport(), url)]);
    const collecting = clients.map(async (made) => {
      await handshaken(made);
      return await collected(made, channel);
    });
    const [first, second] = await Promise.all(collecting);
    bayeux.createServerChannel(channel).publish(null, 'one');
    await eventually(() => {
      expect([first, second]).toEqual([['one'], ['one']]);
    });
    const cookies = new Set(requests.map(({ headers }) => headers.cookie).filter(Boolean));
    expect(cookies.size).toBe(2);
  });

  it('goes through a global fetch that an app has replaced, and past it when it is back', async () => {
    const { url, bayeux } = await serveBayeux({ timeout: 50 });
    const original = globalThis.fetch;
    const seen: unknown[] = [];
    const instrumented: typeof fetch = (input, init) => {
      seen.push(init?.body);
      return original(input, init);
    };
    vi.stubGlobal('fetch', instrumented);
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    const made = await client(transport(), url);
    expect(await handshaken(made)).toMatchObject({ successful: true });
    const data = await collected(made, channel);
    expect(seen.length).toBeGreaterThanOrEqual(2);
    vi.unstubAllGlobals();
    await heard(made, '/meta/connect');
    const { length } = seen;
    bayeux.createServerChannel(channel).publish(null, 'one');
    await eventually(() => {
      expect(data).toEqual(['one']);
    });
    expect(seen).toHaveLength(length);
  });

  it('goes over the dispatcher that an app has set, past fetch', async () => {
    const { url } = await serveBayeux({ timeout: 50 });
    const dispatcher = await dispatcherOfNode();
    const bodies: unknown[] = [];
    useDispatcher({
      dispatch: (options, handler) => {
        bodies.push(Reflect.get(options, 'body'));
        return dispatcher.dispatch(options, handler);
      },
    });
    await handshaken(await client(transport(), url));
    // `fetch` itself would give it a stream.
    expect(bodies).toEqual([expect.stringContaining('/meta/handshake')]);
  });

  it('asks for the headers at each send', async () => {
    const { url, requests } = await serveBayeux({ timeout: 50 });
    let count = 0;
    const headers = (): Record<string, string> => ({
      'X-CSRF-TOKEN': String((count += 1)),
      'Content-Type': 'no',
    });
    await handshaken(await client(transport({ headers }), url));
    await eventually(() => {
      expect(requests.length).toBeGreaterThan(3);
    });
    const sent = requests.slice(0, 4).map(({ headers: got }) => [got['x-csrf-token'], got['content-type']]);
    expect(sent).toEqual(['1', '2', '3', '4'].map((token) => [token, 'application/json']));
  });

  it('10,000 messages come through few connections, in order', async () => {
    const { bayeux, url, sockets } = await serveBayeux();
    const made = await client(transport(), url);
    await handshaken(made);
    const data = await collected(made, channel);
    for (let batch = 0; batch < 100; batch += 1) {
      for (let i = 0; i < 100; i += 1) bayeux.createServerChannel(channel).publish(null, batch * 100 + i);
      await eventually(() => {
        expect(data).toHaveLength(batch * 100 + 100);
      });
    }
    expect(data).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
    expect(sockets.length).toBeLessThanOrEqual(2);
  });

  it('texts of megabytes and characters split over chunks come out whole', async () => {
    const text = `${'ä€😀'.repeat(300_000)}!`;
    const { url } = await serve((_request, response) => {
      const reply = {
        channel: '/meta/handshake',
        successful: false,
        error: text,
        advice: { reconnect: 'none' },
      };
      const bytes = Buffer.from(JSON.stringify([reply]));
      // 7 is prime to the 9 bytes of the pattern.
      const sizes = [bytes.length - 70, ...Array.from({ length: 10 }, () => 7)];
      let from = 0;
      const next = (): void => {
        const size = sizes.shift();
        if (size === undefined) response.end();
        else response.write(bytes.subarray(from, (from += size)), () => setImmediate(next));
      };
      next();
    });
    const reply = await handshaken(await client(transport(), url));
    expect(reply.error === text).toBe(true);
  });

  it('after a disconnect that the network swallowed, a handshake works at once', async () => {
    let isDeaf = false;
    const { url } = await serveBayeux();
    const unresponsive = (...[input, init]: Parameters<typeof fetch>): Promise<Response> =>
      isDeaf ? new Promise(() => undefined) : fetch(input, init);
    const made = await client(transport({ fetch: unresponsive }), url);
    await handshaken(made);
    isDeaf = true;
    made.disconnect();
    made.getTransport()?.abort();
    expect(made.getStatus()).toBe('disconnected');
    isDeaf = false;
    expect(await handshaken(made)).toMatchObject({ successful: true });
    const data = await collected(made, channel);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([made.getStatus(), data]).toEqual(['connected', []]);
  });

  it('transports that do not exist here are left out; without any there is an error', async () => {
    const made = transport();
    await expect(made.createClient({ transports: ['carrier-pigeon'], ack: false })).rejects.toThrow(
      'None of these transports exists here: carrier-pigeon. Leave them out, or use ',
    );
    const { url } = await serveBayeux();
    const polling = await made.createClient({ transports: ['carrier-pigeon', 'long-polling'], ack: false });
    polling.configure({ url, logLevel: 'warn' });
    expect(await handshaken(polling)).toMatchObject({ successful: true });
  });
});
