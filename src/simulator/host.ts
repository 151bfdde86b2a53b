import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import type { BayeuxEngine, BayeuxOptions, BayeuxServer } from './bayeuxServer.ts';
import { type HttpSessions, httpSessions } from './httpSessions.ts';
import type { Line, NetworkFaults } from './networkFaults.ts';
import { openWebServer, type WebServer } from './webServer.ts';

/** What the server knows only while it is up. */
export interface Life {
  readonly bayeux: BayeuxServer;
  readonly sessions: HttpSessions;
}

/** What comes in and where it goes. */
export interface Requests {
  readonly answer: (request: IncomingMessage, life: Life) => Promise<Answer>;
  /** What every answer bears. */
  readonly corsHeaders: (request: IncomingMessage) => OutgoingHttpHeaders;
  /** Whether a reply breaks off in the middle of its body. */
  readonly isCut: (request: IncomingMessage) => boolean;
  /** Connects a WebSocket with the Bayeux server. @throws Refusal of one that may not. */
  readonly upgrade: (request: IncomingMessage, head: Buffer, line: Line, life: Life) => void;
}

export interface HostOptions {
  readonly port: number;
  readonly engine: BayeuxEngine;
  readonly bayeux: Omit<BayeuxOptions, 'onSubscribed'>;
  readonly network: NetworkFaults;
  readonly requests: Requests;
}

/** Keeps a server at one port, through restarts. */
export interface Host {
  readonly port: number;
  /** Tells an agent. */
  readonly publish: (agent: string, data: object) => void;
  /** Whether a subscriber would receive what is pushed to an agent now. */
  readonly hasSubscriber: (agent: string) => boolean;
  /** Closes the server and opens another at its port after `downFor` milliseconds. */
  readonly restart: (downFor: number) => Promise<void>;
  /** Drops all Bayeux sessions, and on request the HTTP sessions. Returns whether there was one. */
  readonly expire: (http: boolean) => boolean;
  /** Waits until each agent who was cut off by a restart or an expiry has subscribed again. */
  readonly returned: () => Promise<void>;
  /** Waits until all that was published has reached the subscribers. */
  readonly handedOver: () => Promise<void>;
  /** Frees the port; a restart under way ends without opening another server. */
  readonly stop: () => Promise<void>;
  readonly stopped: () => boolean;
  /** Aborts when it is stopped. */
  readonly stopping: AbortSignal;
}

export async function openHost({ port, engine, bayeux, network, requests }: HostOptions): Promise<Host> {
  // Longer than the server needs to forget a session that does not poll any more.
  const patience = bayeux.maxInterval + 5_000;
  const stopping = new AbortController();
  const stopped = (): boolean => stopping.signal.aborted;
  const cutOff = new Set<string>();
  let restarting: Promise<void> = Promise.resolve();

  async function open(at: number): Promise<Life & { readonly web: WebServer }> {
    const onSubscribed = (agent: string): void => {
      cutOff.delete(agent);
    };
    const sessions = httpSessions();
    const life: Life = { bayeux: await engine({ ...bayeux, onSubscribed }), sessions };
    try {
      const web = await openWebServer(at, network, {
        answer: (request) => requests.answer(request, life),
        isCut: requests.isCut,
        corsHeaders: requests.corsHeaders,
        upgrade:
          life.bayeux.upgrade &&
          ((request, head, line) => {
            requests.upgrade(request, head, line, life);
          }),
      });
      return { ...life, web };
    } catch (error) {
      life.bayeux.close();
      throw error;
    }
  }
  let server = await open(port);

  function cutOffAll(): void {
    for (const agent of server.bayeux.listening()) cutOff.add(agent);
  }

  async function close(): Promise<void> {
    const closed = server.web.close();
    server.bayeux.close();
    await closed;
  }

  async function reopen(downFor: number): Promise<void> {
    await Promise.all([
      close(),
      sleep(downFor, undefined, { signal: stopping.signal }).catch(() => undefined),
    ]);
    if (!stopped()) server = await open(server.web.port);
  }

  return {
    port: server.web.port,
    publish: (agent, data) => {
      server.bayeux.publish(agent, data);
    },
    hasSubscriber: (agent) => server.bayeux.hasSubscriber(agent),
    restart(downFor) {
      cutOffAll();
      restarting = reopen(downFor);
      return restarting;
    },
    expire(http) {
      cutOffAll();
      const any = server.bayeux.expire();
      return (http && server.sessions.forget()) || any;
    },
    returned: () =>
      until(
        () => cutOff.size === 0 || stopped(),
        patience,
        () =>
          `Nobody has subscribed to ${bayeux.channel} for ${[...cutOff].join(', ')} again within ${patience} ms`,
      ),
    handedOver: () =>
      until(
        () => server.bayeux.behind() === 0,
        patience,
        () =>
          `${server.bayeux.behind()} of ${server.bayeux.listening().length} subscribed sessions did not poll again within ${patience} ms`,
      ),
    stopped,
    stopping: stopping.signal,
    async stop() {
      stopping.abort();
      network.end();
      await restarting.catch(() => undefined);
      await close();
    },
  };
}

const PAUSE = 5;

/** Waits until something holds. After `timeout` milliseconds it rejects with what `late` says. */
async function until(holds: () => boolean, timeout: number, late: () => string): Promise<void> {
  const deadline = performance.now() + timeout;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(late());
    await sleep(PAUSE);
  }
}
