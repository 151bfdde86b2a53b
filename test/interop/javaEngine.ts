import { Agent, type IncomingMessage, request as send } from 'node:http';
import type { Answer } from '../../src/simulator/answer.ts';
import type { BayeuxEngine } from '../../src/simulator/bayeuxServer.ts';
import { JavaControl, type SessionEvent } from './javaControl.ts';

interface Session {
  readonly agent: string;
  readonly channels: Set<string>;
  /** Whether a poll of it is held. */
  isHeld: boolean;
}

/** The Java CometD server in Jetty. The simulator stands before it as a proxy, which signs in agents and has the faults. */
export const javaEngine: BayeuxEngine = async (options) => {
  const { channel, ack, timeout, maxInterval, receivesAll, onSubscribed } = options;
  const sessions = new Map<string, Session>();

  function onEvent({ session: id, event, of }: SessionEvent): void {
    if (event === 'added') {
      sessions.set(id, { agent: decodeURIComponent(of), channels: new Set(), isHeld: false });
    }
    const session = sessions.get(id);
    if (session === undefined) return; // forgotten
    if (event === 'removed') sessions.delete(id);
    else if (event === 'subscribed') {
      session.channels.add(of);
      if (isChats(of)) onSubscribed(session.agent);
    } else if (event === 'unsubscribed') session.channels.delete(of);
    else session.isHeld = event === 'held';
  }
  /** By name or by a wildcard. */
  const isChats = (name: string): boolean =>
    name === channel || (name.endsWith('*') && channel.startsWith(name.replace(/\*+$/, '')));
  const subscribers = (): Session[] =>
    [...sessions.values()].filter(({ channels }) => [...channels].some(isChats));

  const sweepPeriod = Math.min(997, maxInterval);
  const control = await JavaControl.open(
    { channel, ack, timeout, maxInterval, sweepPeriod, receivesAll, mayPublish: false },
    onEvent,
  );
  const connections = new Agent({ keepAlive: true });

  return {
    async answer(request, agent) {
      await control.order('sync'); // what was published or forgotten before comes first
      const answer = await forward(request, agent, control.port, connections);
      await control.order('sync'); // what the client knows by it is known here, too
      return answer;
    },
    publish(agent, data) {
      if (!control.isOpen) return; // it restarts
      void control.order('deliver', { agent: encodeURIComponent(agent), data: JSON.stringify(data) });
    },
    hasSubscriber: (agent) => subscribers().some((session) => receivesAll || session.agent === agent),
    listening: () => subscribers().map(({ agent }) => agent),
    behind: () => Math.max(control.underWay, subscribers().filter(({ isHeld }) => !isHeld).length),
    expire() {
      const any = sessions.size > 0;
      sessions.clear();
      if (control.isOpen) void control.order('expire'); // else it restarts, and has forgotten them
      return any;
    },
    close() {
      sessions.clear();
      connections.destroy();
      void control.close();
    },
  };
};

/** Of one connection alone. */
const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date', 'server']);

function forward(request: IncomingMessage, agent: string, port: number, connections: Agent): Promise<Answer> {
  const { method, url, headers, socket } = request;
  return new Promise((resolve, reject) => {
    if (socket.destroyed) {
      // Who stops accepts a last connection and never answers: nobody would end it.
      reject(new Error('The client has gone'));
      return;
    }
    const asked = send(
      {
        port,
        host: '127.0.0.1',
        agent: connections,
        method,
        path: url,
        headers: { ...headers, 'x-agent': encodeURIComponent(agent) },
      },
      (response) => {
        const forwarded = Object.entries(response.headers).filter(([name]) => !HOP.has(name));
        response
          .setEncoding('utf8')
          .toArray()
          .then((chunks) => {
            resolve({
              status: response.statusCode ?? 502,
              headers: Object.fromEntries(forwarded),
              body: chunks.join(''),
            });
          }, reject);
      },
    );
    const leave = (): void => {
      asked.destroy();
    };
    socket.once('close', leave);
    asked.on('error', reject).on('close', () => socket.off('close', leave));
    request.pipe(asked);
  });
}
