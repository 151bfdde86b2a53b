import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { client, eventually, handshaken, transport } from './clients.ts';
import { serve, serveBayeux } from './servers.ts';

const script = fileURLToPath(new URL('closingProcess.ts', import.meta.url));

describe('close()', () => {
  it('leaves nothing that keeps the process alive, with polls, fetches and half-read responses under way', async () => {
    const { url } = await serveBayeux({ timeout: 30_000 });
    const rest = await serve((request, response) => {
      if (request.url === '/answers') response.end('done');
      if (request.url === '/streams') response.write('half');
    });
    const args = ['--import', 'tsx', script, url, rest.url];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 15_000 });
    const told = JSON.parse(stdout) as { before: string[]; status: string; ends: string[]; after: string[] };
    expect(told.before).toContain('TCPSocketWrap');
    expect(told.status).toBe('disconnected');
    expect(told.ends).toEqual(Array(2).fill('AbortError: The session is closed'));
    expect(told.after).toEqual([]);
  });

  it('ends the connections that were in use', async () => {
    const { url, sockets } = await serveBayeux({ timeout: 30_000 });
    const from = transport();
    const made = await client(from, url);
    await handshaken(made);
    await eventually(() => {
      expect(made.getStatus()).toBe('connected');
    });
    from.close();
    await eventually(() => {
      expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
    });
  });

  it.each(['a handshake under way', 'a wait between attempts', 'a disconnect under way'])(
    'stops a client at once in %s',
    async (state) => {
      let count = 0;
      const isHanging = state !== 'a wait between attempts';
      const { url } = await serve((_request, response) => {
        count += 1;
        if (!isHanging) response.writeHead(503).end();
      });
      const warn = vi.spyOn(console, 'warn');
      const from = transport();
      const made = await client(from, url, { backoffIncrement: 20 });
      const failed = handshaken(made);
      if (isHanging) {
        await eventually(() => {
          expect(count).toBe(1);
        });
      } else await failed;
      if (state === 'a disconnect under way') made.disconnect();
      from.close();
      expect(made.getStatus()).toBe('disconnected');
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect([made.getStatus(), count]).toEqual(['disconnected', 1]);
      expect(warn).not.toHaveBeenCalled();
      made.handshake();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect([made.getStatus(), count]).toEqual(['disconnected', 1]);
    },
  );

  it('refuses what comes later, and may be called twice', async () => {
    const { url } = await serve((_request, response) => response.end('here'));
    const from = transport();
    from.close();
    from.close();
    await expect(from.fetch(url)).rejects.toThrow('The session is closed');
    await expect(from.createClient({ transports: ['long-polling'], ack: false })).rejects.toThrow('closed');
  });

  it('forgets what is done, and puts one listener on a signal that many requests share', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { url } = await serve((_request, response) => response.end('here'));
    const inner: WeakRef<AbortSignal>[] = [];
    const { fetch: send } = transport({
      fetch: (input, init) => {
        if (init?.signal != null) inner.push(new WeakRef(init.signal));
        return fetch(input, init);
      },
    });
    const { signal } = new AbortController();
    const listening = vi.spyOn(signal, 'addEventListener');
    for (let i = 0; i < 200; i += 1) await (await send(url, { signal })).text();
    await eventually(() => {
      collect();
      expect(inner.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(20);
    });
    expect([inner.length, listening.mock.calls.length]).toEqual([200, 1]);
  });

  it('hands on the abort of the caller, before the response and while it is read', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/streams') response.write('half');
    });
    const { fetch: send } = transport();
    const controller = new AbortController();
    const hanging = send(`${url}/hangs`, { signal: controller.signal });
    const reading = (await send(new Request(`${url}/streams`, { signal: controller.signal }))).text();
    controller.abort(new Error('mine'));
    await expect(hanging).rejects.toThrow('mine');
    await expect(reading).rejects.toThrow('mine');
    await expect(send(url, { signal: controller.signal })).rejects.toThrow('mine');
  });
});
