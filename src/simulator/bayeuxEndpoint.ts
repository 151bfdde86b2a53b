import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import cometd, { type ServerSession } from 'cometd-nodejs-server';

/** Wire: where GWS serves CometD, and the channel of an agent's chats. */
export const NOTIFICATIONS_PATH = '/api/v2/notifications';
export const CHATS_CHANNEL = '/v2/me/chats';

const HOST = '127.0.0.1';

/** A listening HTTP server with a CometD server behind it. It lives once: what comes after a restart is another one. */
export interface BayeuxEndpoint {
  readonly port: number;
  /** Publishes on the chats' channel. */
  readonly publish: (data: object) => void;
  /** How many sessions hear the chats' channel, by its name or by a wildcard. */
  readonly subscribed: () => number;
  /** How many of them have not polled again since something was published: it may still be on its way. */
  readonly behind: () => number;
  /** Cuts every connection, ends every session, and frees the port. */
  readonly close: () => Promise<void>;
}

/** Listens on 127.0.0.1; port 0 is any free one. `onSubscribed` hears of each session that subscribes to the chats. */
export async function openBayeuxEndpoint(port: number, onSubscribed: () => void): Promise<BayeuxEndpoint> {
  const server = createServer();
  server.listen(port, HOST);
  await once(server, 'listening');

  const bayeux = cometd.createCometDServer({ maxSessionsPerBrowser: -1 });
  const channelNames = new Set([CHATS_CHANNEL, ...bayeux.createServerChannel(CHATS_CHANNEL).wildNames]);
  const sessions = new Set<ServerSession>();
  const polling = new Set<ServerSession>();

  const hears = (session: ServerSession): boolean =>
    session.subscriptions.some(({ name }) => channelNames.has(name));

  // As on GWS, the topic is the server's to publish on: what clients hear is what the truth holds.
  bayeux.policy = {
    canPublish: (_session, _message, _channel, callback) => {
      callback(undefined, false);
    },
  };
  bayeux.addListener('sessionAdded', (session: ServerSession) => {
    sessions.add(session);
    // Messages travel in replies to `/meta/connect` alone, so a poll that is held proves that all before it arrived.
    Object.assign(session, { _metaConnectDeliveryOnly: true });
    session.addListener('suspended', () => polling.add(session));
    session.addListener('resumed', () => polling.delete(session));
  });
  bayeux.addListener('sessionRemoved', (session: ServerSession) => {
    sessions.delete(session);
    polling.delete(session);
  });
  bayeux.addListener('subscribed', ({ name }: { readonly name: string }) => {
    if (channelNames.has(name)) onSubscribed();
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const [path = ''] = (request.url ?? '').split('?');
    // CometD clients append the type of the message: `/api/v2/notifications/handshake`.
    if (`${path}/`.startsWith(`${NOTIFICATIONS_PATH}/`)) bayeux.handle(request, response);
    else response.writeHead(404).end();
  });

  const address = server.address();
  let closed: Promise<unknown> | undefined;
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    publish: (data) => {
      bayeux.createServerChannel(CHATS_CHANNEL).publish(null, data);
    },
    subscribed: () => [...sessions].filter(hears).length,
    behind: () => [...sessions].filter((session) => hears(session) && !polling.has(session)).length,
    close: async () => {
      if (closed === undefined) {
        closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        bayeux.close();
        // Each held poll has a timer of 30 s, which only the end of its session clears.
        for (const session of [...sessions]) session.disconnect();
      }
      await closed;
    },
  };
}
