import { IncomingMessage } from 'node:http';
import cometd, { type CometDServer, type ServerSession } from 'cometd-nodejs-server';
import ack from 'cometd-nodejs-server/ack-extension.js';
import type { Answer, Refusal } from './answer.ts';
import { bodyLimits } from './bodyLimits.ts';
import { BayeuxResponse } from './bayeuxResponse.ts';
import type { Line } from './networkFaults.ts';
import { AGENT } from './opening.ts';

/** How the CometD server serves its sessions. */
export interface BayeuxOptions {
  /** The channel of an agent's chats. */
  readonly channel: string;
  readonly ack: boolean;
  readonly timeout: number;
  readonly maxInterval: number;
  /** The most sessions of one browser whose polls are held; without it, any number. */
  readonly maxSessionsPerBrowser?: number | undefined;
  /** Whether every session receives the chats of all agents. */
  readonly receivesAll: boolean;
  /** Called for each session that subscribes to the chats. */
  readonly onSubscribed: (agent: string) => void;
}

/** A CometD server without a network. All its sessions subscribe to one channel, and each receives the chats of its agent there. */
export interface BayeuxServer {
  readonly answer: (request: IncomingMessage, agent: string) => Promise<Answer>;
  /** Takes over a connection that asks to become a WebSocket, if it can speak so. */
  readonly upgrade?: (request: IncomingMessage, head: Buffer, line: Line, agent: string) => void;
  /** Publishes on the chats' channel of an agent. */
  readonly publish: (agent: string, data: object) => void;
  /** Whether any session is subscribed to the chats of an agent. */
  readonly hasSubscriber: (agent: string) => boolean;
  /** The agents of the sessions that are subscribed to the chats' channel, by its name or by a wildcard. */
  readonly listening: () => readonly string[];
  /** How many of them have not polled again since something was published: it may still be on its way. */
  readonly behind: () => number;
  /** Forgets all sessions and says whether there was any. A client whose poll is held notices only when the poll ends. */
  readonly expire: () => boolean;
  readonly close: () => void;
}

/** What makes a Bayeux server. The simulator takes any: its desk, its faults and its REST resources are the same over each. */
export type BayeuxEngine = (options: BayeuxOptions) => BayeuxServer | Promise<BayeuxServer>;

/** Forgets a session as the sweeper of CometD's server does; no public call forgets one silently. */
interface Forgetful {
  _removeServerSession(session: ServerSession, timeout: boolean): void;
}

/** Longer than this CometD's server does not wait between two looks for sessions that have expired. */
const SWEEP_PERIOD = 997;

/** CometD: a negative number of sessions is no limit. */
const UNLIMITED = -1;

export function bayeuxServer(options: BayeuxOptions): BayeuxServer {
  const {
    channel,
    timeout,
    maxInterval,
    maxSessionsPerBrowser = UNLIMITED,
    receivesAll,
    onSubscribed,
  } = options;
  const sweepPeriod = Math.min(SWEEP_PERIOD, maxInterval);
  const bayeux: CometDServer & Partial<Forgetful> = cometd.createCometDServer({
    maxSessionsPerBrowser,
    timeout,
    maxInterval,
    sweepPeriod,
  });
  if (options.ack) bayeux.addExtension(new ack.AcknowledgedMessagesExtension());
  const channelNames = new Set([channel, ...bayeux.createServerChannel(channel).wildNames]);
  const asking = new WeakMap<IncomingMessage, string>();
  const agents = new Map<ServerSession, string>();
  const polling = new Set<ServerSession>();
  const forgotten = new Set<ServerSession>();
  /** Sessions that received everything and whose polls are not held: the browser has too many. */
  const betweenPolls = new Set<ServerSession>();

  const subscribers = (): ServerSession[] =>
    [...agents.keys()].filter(({ subscriptions }) =>
      subscriptions.some(({ name }) => channelNames.has(name)),
    );
  const receives = (session: ServerSession, agent: string): boolean =>
    receivesAll || agents.get(session) === agent;

  /** The agent of a request, from the untyped context of CometD. */
  function agentOf(context: unknown): string {
    if (typeof context !== 'object' || context === null || !('request' in context)) return AGENT;
    return (context.request instanceof IncomingMessage ? asking.get(context.request) : undefined) ?? AGENT;
  }

  // As on GWS, the topic is the server's to publish on: what clients receive is what the truth holds.
  bayeux.policy = {
    canPublish: (_session, _message, _channel, callback) => {
      callback(undefined, false);
    },
  };
  bayeux.addExtension({
    outgoing(_server, _sender, session, { advice }, callback) {
      // CometD gives this advice only if there is nothing to deliver.
      if (isMultipleClients(advice)) betweenPolls.add(session);
      callback(undefined, true);
    },
  });
  bayeux.addListener('sessionAdded', (session: ServerSession) => {
    agents.set(session, agentOf(bayeux.context));
    // Messages travel in replies to `/meta/connect` alone, so a poll that is held proves that all before it arrived.
    Object.assign(session, { _metaConnectDeliveryOnly: true });
    session.addListener('suspended', () => polling.add(session));
    session.addListener('resumed', () => {
      polling.delete(session);
      forgotten.delete(session);
    });
  });
  bayeux.addListener('sessionRemoved', (session: ServerSession) => {
    agents.delete(session);
    polling.delete(session);
    betweenPolls.delete(session);
  });
  bayeux.addListener('subscribed', ({ name }: { readonly name: string }, session: ServerSession) => {
    if (channelNames.has(name)) onSubscribed(agents.get(session) ?? AGENT);
  });

  return {
    answer(request, agent) {
      asking.set(request, agent);
      return new Promise((resolve, reject) => {
        bayeux.handle(request, new BayeuxResponse(request.socket, resolve));
        limit(request, reject);
      });
    },
    publish(agent, data) {
      for (const session of subscribers()) {
        if (!receives(session, agent)) continue;
        betweenPolls.delete(session);
        session.deliver(null, channel, data);
      }
    },
    hasSubscriber: (agent) => subscribers().some((session) => receives(session, agent)),
    listening: () => subscribers().map((session) => agents.get(session) ?? AGENT),
    behind: () =>
      subscribers().filter((session) => !polling.has(session) && !betweenPolls.has(session)).length,
    expire() {
      const sessions = [...agents.keys()];
      for (const session of sessions) {
        if (polling.has(session)) forgotten.add(session);
        bayeux._removeServerSession?.(session, true);
      }
      return sessions.length > 0;
    },
    close() {
      bayeux.close();
      // Each held poll has a timer, which only its end clears.
      for (const session of [...agents.keys()]) session.disconnect();
      for (const session of [...forgotten]) session.deliver(null, channel, null);
    },
  };
}

/** CometD's server has no limits of its own: what it has not parsed yet is taken away from it. */
function limit(request: IncomingMessage, refuse: (refusal: Refusal) => void): void {
  const limits = bodyLimits();
  request.prependListener('data', (chunk: Buffer) => {
    const refusal = limits(chunk);
    if (refusal === undefined) return;
    request.removeAllListeners('data').removeAllListeners('end').resume();
    refuse(refusal);
  });
}

const isMultipleClients = (advice: unknown): boolean =>
  typeof advice === 'object' && advice !== null && 'multiple-clients' in advice;
