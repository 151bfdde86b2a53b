import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { simulatorOver } from '../../src/simulator/startSimulator.ts';
import { fayeEngine } from './fayeEngine.ts';

const SAM = `Basic ${btoa('Sam:secret-of-Sam')}`;

async function simulate(): Promise<Simulator> {
  const simulator = await simulatorOver(fayeEngine, {});
  onTestFinished(() => simulator.stop());
  return simulator;
}

/** Asks for a WebSocket: gives the status of the answer, and the connection if it becomes one. */
async function open(
  url: string,
  authorization = SAM,
  origin?: string,
): Promise<{ status: number | undefined; socket: Socket }> {
  const asking = request(url, {
    headers: {
      Authorization: authorization,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': 13,
      'Sec-WebSocket-Key': Buffer.alloc(16).toString('base64'),
      ...(origin !== undefined && { Origin: origin }),
    },
  }).end();
  const [{ statusCode, socket }] = (await Promise.race([
    once(asking, 'upgrade'),
    once(asking, 'response'),
  ])) as [{ readonly statusCode?: number; readonly socket: Socket }];
  return { status: statusCode, socket };
}

describe('a simulator over a server that speaks WebSocket', () => {
  it('opens one for who may, at the address of notifications alone, and has its faults there, too', async () => {
    const { url, notificationsUrl, faults } = await simulate();
    expect((await open(notificationsUrl)).status).toBe(101);
    expect((await open(notificationsUrl, 'Basic bm9ib2R5')).status).toBe(401);
    expect((await open(`${url}/api/v2/other`)).status).toBe(404);
    faults.http(503);
    expect((await open(notificationsUrl)).status).toBe(503);
    expect(faults.fired.http).toBe(1);
  });

  it('opens none for a page of another origin', async () => {
    const { notificationsUrl } = await simulate();
    expect((await open(notificationsUrl, SAM, 'https://evil.test')).status).toBe(403);
    expect((await open(notificationsUrl, SAM, 'http://localhost:4200')).status).toBe(101);
  });

  it.each<[string, (simulator: Simulator) => unknown]>([
    [
      'dropConnections',
      ({ faults }) => {
        faults.dropConnections();
      },
    ],
    ['a restart', ({ faults }) => faults.restart({ downFor: 0 })],
    ['stop()', (simulator) => simulator.stop()],
  ])('%s ends those that are open', async (_, end) => {
    const simulator = await simulate();
    const { socket } = await open(simulator.notificationsUrl);
    const closed = once(socket, 'close');
    await end(simulator);
    await closed;
    expect(socket.destroyed).toBe(true);
  });
});
