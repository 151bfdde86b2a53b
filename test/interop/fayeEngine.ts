import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { EventEmitter } from 'node:events';
import faye, { type Message } from 'faye';
import type { Answer } from '../../src/simulator/answer.ts';
import type { BayeuxEngine } from '../../src/simulator/bayeuxServer.ts';
import { AGENT } from '../../src/simulator/opening.ts';
import { fayeSessions } from './fayeSessions.ts';
import { lineStream } from './lineStream.ts';

/** A Bayeux server of another make: faye, by James Coglan. Its sessions live for two timeouts without a poll. */
export const fayeEngine: BayeuxEngine = ({ channel: chats, timeout, receivesAll, onSubscribed }) => {
  const adapter = new faye.NodeAdapter({ mount: '/api/v2/notifications', timeout: timeout / 1_000 });
  const sessions = fayeSessions(adapter);
  const engine = adapter._server._engine;
  const asking = new WeakMap<IncomingMessage, string>();
  const topics = topicsOf(chats);

  // Faye publishes to all: each agent gets channels of their own, which are named like all others on the wire.
  const placeOf = (agent: string): string =>
    `/of/${receivesAll ? 'all' : Buffer.from(agent).toString('hex')}`;
  const PLACE = /^\/of\/[^/]+/;
  const agentOf = (request: IncomingMessage): string => asking.get(request) ?? AGENT;
  const receivesChats = (id: string, place: string): boolean =>
    sessions.subscriptionsOf(id).some((channel) => topics.some((topic) => channel === place + topic));
  const agentsOf = (id: string): readonly string[] =>
    sessions
      .subscriptionsOf(id)
      .filter((channel) => topics.includes(channel.replace(PLACE, '')))
      .map((channel) => (receivesAll ? AGENT : Buffer.from(channel.split('/')[2] ?? '', 'hex').toString()));
  const subscribers = (): readonly string[] => sessions.ids().filter((id) => agentsOf(id).length > 0);

  adapter.addExtension({
    incoming(message, request, go) {
      const { channel, subscription } = message;
      // As on GWS, the topic is the server's to publish on.
      if (!channel.startsWith('/meta/')) message.error = '403::publish_denied';
      if (subscription === undefined || request === null) go(message);
      else go({ ...message, subscription: moved(subscription, (name) => placeOf(agentOf(request)) + name) });
    },
    outgoing(message, _request, go) {
      go({ ...message, ...withoutPlace(message) });
    },
  });
  const withoutPlace = ({ channel, subscription }: Message): Message => ({
    channel: channel.replace(PLACE, ''),
    ...(subscription !== undefined && {
      subscription: moved(subscription, (name) => name.replace(PLACE, '')),
    }),
  });
  adapter.on('subscribe', (id) => {
    for (const agent of agentsOf(id)) onSubscribed(agent);
  });

  return {
    answer(request, agent) {
      asking.set(request, agent);
      return new Promise((resolve) => {
        adapter.handle(request, answering(resolve));
      });
    },
    upgrade(request, head, line, agent) {
      asking.set(request, agent);
      adapter.handleUpgrade(request, lineStream(line), head);
    },
    publish(agent, data) {
      engine.publish({ channel: placeOf(agent) + chats, data });
    },
    hasSubscriber: (agent) => sessions.ids().some((id) => receivesChats(id, placeOf(agent))),
    listening: () => subscribers().flatMap((id) => agentsOf(id)),
    behind: () => subscribers().filter((id) => !sessions.isUpToDate(id)).length,
    expire() {
      const ids = sessions.ids();
      for (const id of ids) sessions.forget(id);
      return ids.length > 0;
    },
    close() {
      adapter.close();
    },
  };
};

/** A channel and the wildcards that match it. */
function topicsOf(channel: string): readonly string[] {
  const parts = channel.split('/').slice(1);
  const above = parts.map((_, depth) => ['', ...parts.slice(0, depth)].join('/'));
  return [channel, `${above.at(-1) ?? ''}/*`, ...above.map((name) => `${name}/**`)];
}

const moved = (
  subscription: string | readonly string[],
  rename: (name: string) => string,
): string | readonly string[] =>
  typeof subscription === 'string' ? rename(subscription) : subscription.map(rename);

/** As much of a response as faye uses. */
function answering(resolve: (answer: Answer) => void): ServerResponse {
  let status = 200;
  let headers: OutgoingHttpHeaders = {};
  const response = Object.assign(new EventEmitter(), {
    writeHead(code: number, fields: OutgoingHttpHeaders) {
      status = code;
      headers = fields;
    },
    end(body = '') {
      resolve({ status, headers, body });
    },
  });
  return response as unknown as ServerResponse;
}
