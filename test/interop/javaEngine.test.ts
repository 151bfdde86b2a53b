import { once } from 'node:events';
import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { javaEngine } from './javaEngine.ts';

const handshake = [
  { channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'], id: '1' },
];

/** A request that a server has just got. */
async function arriving(): Promise<IncomingMessage> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = send({ port, host: '127.0.0.1', path: '/handshake', method: 'POST' });
  client.on('error', () => undefined).end(JSON.stringify(handshake));
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  return request;
}

describe('the Java server behind the simulator', () => {
  it('is asked for a client that waits, and not for one that has gone meanwhile', async () => {
    const server = await javaEngine({
      channel: '/chats',
      ack: true,
      timeout: 300,
      maxInterval: 800,
      receivesAll: true,
      onSubscribed: () => undefined,
    });
    onTestFinished(() => {
      server.close();
    });
    const { status } = await server.answer(await arriving(), 'agent');
    expect(status).toBe(200);
    const cut = await arriving();
    const answer = server.answer(cut, 'agent');
    cut.socket.destroy();
    await expect(answer).rejects.toThrow('The client has gone');
  });
});
