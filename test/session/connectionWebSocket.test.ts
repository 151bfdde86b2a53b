import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { TestWebSocket } from '../interop/webSocket.ts';
import { reply, type ScriptedServer, scriptedServer } from './scriptedServer.ts';
import { virtualTime } from './virtualTime.ts';
import { chatData, watched } from './watched.ts';

interface ServerSide {
  on: (event: 'message', listener: (message: { readonly data: string }) => void) => void;
  send: (text: string) => void;
}
type Upgrade = new (request: IncomingMessage, socket: Duplex, head: Buffer) => ServerSide;

// Node 20 has none; faye brings one.
const ofFaye = createRequire(createRequire(import.meta.url).resolve('faye'));
const Upgraded = ofFaye('faye-websocket') as Upgrade;

/** Stands before a server that speaks HTTP alone, and speaks WebSocket for it as long as it is allowed to. */
class Front {
  isAllowed = true;
  /** Whether what comes over a WebSocket is swallowed. */
  isSilent = false;
  /** Whether the network is gone. */
  isDown = false;
  refused = 0;
  readonly #sockets = new Set<Duplex>();
  readonly #server = createServer();

  constructor(server: ScriptedServer) {
    const ask = async (path: string, init: RequestInit): Promise<Response> => fetch(server.url + path, init);
    this.#server
      .on('request', (request, response) => {
        if (this.isDown) {
          response.destroy();
          return;
        }
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          const { method = 'GET', url = '' } = request;
          void ask(url, { method, ...(method === 'POST' && { body }) }).then(async (answer) => {
            const headers = { ...Object.fromEntries(answer.headers), 'content-type': 'application/json' };
            response.writeHead(answer.status, headers).end(await answer.text());
          });
        });
      })
      .on('upgrade', (request, socket, head) => {
        if (this.isDown) {
          socket.destroy();
          return;
        }
        if (!this.isAllowed) {
          this.refused += 1;
          socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
          return;
        }
        this.#sockets.add(socket);
        const gone = new AbortController();
        socket.once('close', () => {
          gone.abort();
        });
        const side = new Upgraded(request, socket, head);
        side.on('message', ({ data }) => {
          if (this.isSilent) return;
          void ask('/api/v2/notifications', { method: 'POST', body: data, signal: gone.signal })
            .then((answer) => answer.text())
            .then((text) => {
              side.send(text);
            })
            .catch(() => undefined); // it is gone
        });
      });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.cut();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** A session that has connected over a WebSocket, but for what goes wrong before. */
async function overWebSocket(prepare: (front: Front) => void = () => undefined) {
  vi.stubGlobal('WebSocket', TestWebSocket);
  const time = virtualTime();
  const server = await scriptedServer(({ kind }) =>
    kind === 'handshake' ? reply({ supportedConnectionTypes: ['websocket', 'long-polling'] }) : undefined,
  );
  server.hold = 30_000;
  const front = new Front(server);
  const url = await front.listen();
  onTestFinished(() => {
    vi.unstubAllGlobals();
    front.close();
  });
  prepare(front);
  const made = watched(url, { transports: ['websocket', 'long-polling'], history: false });
  const isConnected = (): boolean => made.status()?.state === 'connected';
  const isHeld = (): Promise<void> => time.until(() => server.held === 1, 5_000);
  const hears = async (): Promise<void> => {
    await isHeld();
    server.publish(chatData('heard'));
    await time.until(() => made.chats.length > 0, 5_000);
    expect(made.errors).toEqual([]);
  };
  return { time, server, front, made, isConnected, isHeld, hears };
}

describe('a WebSocket', () => {
  it('that is cut after a quiet time is opened again in the same session', async () => {
    const { time, server, front, made, isConnected, isHeld, hears } = await overWebSocket();
    await time.until(isConnected, 5_000);
    await isHeld();
    await time.pass(20_000);
    front.cut();
    await time.until(() => made.states().includes('interrupted'), 5_000);
    await time.until(isConnected, 5_000);
    await hears();
    expect(server.count('handshake')).toBe(1);
  });

  it('that has worked and is refused now falls back to long polling', async () => {
    const { time, server, front, made, isConnected, isHeld, hears } = await overWebSocket();
    await time.until(isConnected, 5_000);
    await isHeld();
    front.isAllowed = false;
    server.forget();
    front.cut();
    await time.until(() => made.states().includes('interrupted'), 5_000);
    await time.until(isConnected, 60_000);
    expect(front.refused).toBeGreaterThan(1);
    await hears();
  });

  it('that opens and delivers nothing falls back to long polling', async () => {
    const { time, isConnected, hears } = await overWebSocket((front) => {
      front.isSilent = true;
    });
    await time.until(isConnected, 60_000);
    await hears();
  });

  it('that has worked, then opens and delivers nothing, falls back to long polling', async () => {
    const { time, front, made, isConnected, isHeld, hears } = await overWebSocket();
    await time.until(isConnected, 5_000);
    await isHeld();
    front.isSilent = true;
    front.cut();
    await time.until(() => made.states().includes('interrupted'), 5_000);
    await time.until(isConnected, 120_000);
    await hears();
  });

  it('that is cut for longer than 10 s falls back to long polling, and is tried again by the next session', async () => {
    const { time, server, front, made, isConnected, isHeld, hears } = await overWebSocket();
    /** The types of connection of the polls, without repetitions. */
    const types = (): readonly unknown[] =>
      server
        .of('connect')
        .map(({ message }) => (message as { readonly connectionType?: unknown }).connectionType)
        .filter((type, at, all) => type !== all[at - 1]);
    await time.until(isConnected, 5_000);
    await isHeld();
    const { script } = server;
    server.script = (asked) =>
      asked.kind === 'connect'
        ? reply({ advice: { reconnect: 'retry', interval: 0, timeout: server.hold, maxInterval: 600_000 } })
        : script(asked);
    server.publish(chatData('heard')); // the next reply brings the advice
    await time.until(() => made.chats.length > 0, 5_000);
    await isHeld();
    front.isDown = true;
    front.cut();
    await time.until(() => made.status()?.state === 'interrupted', 5_000);
    const interruptedAt = made.status()?.since ?? 0;
    await time.until(() => made.status()?.state === 'reconnecting', 30_000);
    expect(made.status()?.since).toBeGreaterThanOrEqual(interruptedAt + 10_000);
    front.isDown = false;
    await time.until(isConnected, 31_000);
    expect(types()).toEqual(['websocket', 'long-polling']);
    await isHeld();
    server.kill();
    await time.until(() => server.count('handshake') === 3, 31_000);
    await time.until(isConnected, 31_000);
    expect(types()).toEqual(['websocket', 'long-polling', 'websocket']);
    await hears();
  });
});
