import { setTimeout as sleep } from 'node:timers/promises';
import { type BayeuxEndpoint, CHATS_CHANNEL, openBayeuxEndpoint } from './bayeuxEndpoint.ts';
import { until } from './until.ts';

/** Keeps an endpoint at one port, through restarts. */
export interface Host {
  readonly port: number;
  readonly publish: (data: object) => void;
  /** Whether anybody hears what is published now. */
  readonly heard: () => boolean;
  /** Closes the endpoint and opens another at its port after `downFor` milliseconds. */
  readonly restart: (downFor: number) => Promise<void>;
  /** Waits until somebody has subscribed again, if a restart has cut somebody off. */
  readonly returned: () => Promise<void>;
  /** Waits until all that was published has reached the subscribers. */
  readonly handedOver: () => Promise<void>;
  /** Frees the port; a restart under way ends without opening another endpoint. */
  readonly stop: () => Promise<void>;
  readonly stopped: () => boolean;
}

/** Longer than the 10 s after which the server forgets a session that does not poll any more. */
const PATIENCE = 15_000;

export async function openHost(port: number): Promise<Host> {
  const stopping = new AbortController();
  const stopped = (): boolean => stopping.signal.aborted;
  let cutOff = false;
  let restarting: Promise<void> = Promise.resolve();

  const open = (at: number): Promise<BayeuxEndpoint> =>
    openBayeuxEndpoint(at, () => {
      cutOff = false;
    });
  let endpoint = await open(port);

  async function reopen(downFor: number): Promise<void> {
    const closed = endpoint.close();
    await Promise.all([
      closed,
      sleep(downFor, undefined, { signal: stopping.signal }).catch(() => undefined),
    ]);
    if (!stopped()) endpoint = await open(endpoint.port);
  }

  return {
    port: endpoint.port,
    publish: (data) => {
      endpoint.publish(data);
    },
    heard: () => endpoint.subscribed() > 0,
    restart(downFor) {
      cutOff ||= endpoint.subscribed() > 0;
      restarting = reopen(downFor);
      return restarting;
    },
    returned: () =>
      until(
        () => !cutOff || stopped(),
        PATIENCE,
        () => `Nobody has subscribed to ${CHATS_CHANNEL} again in the ${PATIENCE} ms since the restart`,
      ),
    handedOver: () =>
      until(
        () => endpoint.behind() === 0,
        PATIENCE,
        () =>
          `${endpoint.behind()} of ${endpoint.subscribed()} subscribed sessions did not poll again within ${PATIENCE} ms`,
      ),
    stopped,
    async stop() {
      stopping.abort();
      await restarting.catch(() => undefined);
      await endpoint.close();
    },
  };
}
