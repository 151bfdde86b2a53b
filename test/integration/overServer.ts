import type { CometD } from 'cometd';
import type { Observer } from 'rxjs';
import { expect, onTestFinished, vi } from 'vitest';
import type { BayeuxMessage } from '../../src/channel/index.ts';
import { engine } from '../interop/engine.ts';
import type { ChannelServer } from './channelServer.ts';
import { cometdClient } from './cometdClient.ts';

export const channel = '/v2/me/chats';

/** What an Observable did, in words. */
export const record = (events: string[]): Observer<BayeuxMessage> => ({
  next: ({ data }) => {
    events.push(String(data));
  },
  error: (error: unknown) => {
    events.push(String(error));
  },
  complete: () => {
    events.push('complete');
  },
});

export const eventually = (assertion: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 20 });

export interface OverServer {
  readonly server: ChannelServer;
  readonly client: CometD;
  readonly events: string[];
  readonly publish: (data: unknown) => Promise<void>;
  /** Waits until the channel was subscribed to so many times. */
  readonly subscribed: (times: number) => Promise<void>;
}

/** A server in a process of its own and a client of it, both gone when the test is finished. */
export async function overServer(): Promise<OverServer> {
  const server = engine.channelServer();
  onTestFinished(() => server.kill());
  await server.start();
  const client = cometdClient(server.url);
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        if (client.isDisconnected()) resolve();
        else
          client.disconnect(() => {
            resolve();
          });
      }),
  );
  return {
    server,
    client,
    events: [],
    publish: (data) => server.sendCommand({ type: 'publish', channel, data }),
    subscribed: (times) =>
      eventually(() => {
        expect(server.reports.filter((report) => report === `subscribed ${channel}`)).toHaveLength(times);
      }),
  };
}
