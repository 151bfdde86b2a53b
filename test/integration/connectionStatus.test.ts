import { describe, expect, it } from 'vitest';
import { connectionStatus } from '../../src/channel/index.ts';
import { cometdClient } from './cometdClient.ts';
import { eventually, overServer } from './overServer.ts';

describe('fromChannel over HTTP to a CometD server', () => {
  it('a refused handshake is denied, with its reason', async () => {
    const { client, server } = await overServer();
    await server.sendCommand({ type: 'denyHandshake' });
    const states: unknown[] = [];
    connectionStatus(client).subscribe(({ state, reason }) => states.push([state, reason]));
    client.handshake();
    await eventually(() => {
      expect(states).toEqual([
        ['idle', undefined],
        ['connecting', undefined],
        ['denied', expect.stringMatching(/^403::handshake.denied$/i)],
      ]);
    });
  });

  it('while no server answers it says so, with the attempts counted, and closed after disconnect()', async () => {
    const { server } = await overServer();
    const url = server.url;
    await server.kill();
    const lonely = cometdClient(url);
    const seen: { state: string; attempt: number }[] = [];
    connectionStatus(lonely).subscribe(({ state, attempt }) => seen.push({ state, attempt }));
    lonely.handshake();
    await eventually(() => {
      expect(seen.at(-1)?.attempt).toBeGreaterThan(2);
    });
    expect(new Set(seen.slice(1).map(({ state }) => state))).toEqual(new Set(['connecting']));
    lonely.disconnect();
    await eventually(() => {
      expect(seen.at(-1)).toEqual({ state: 'closed', attempt: 0 });
    });
  });
});
