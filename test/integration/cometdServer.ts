import cometd, { type ServerSession } from 'cometd-nodejs-server';
import type { SteerBayeux } from './channelServer.ts';

/** CometD's own server. */
export const steerBayeux: SteerBayeux = (report) => {
  const bayeux = cometd.createCometDServer({ timeout: 2_000, maxInterval: 2_000, sweepPeriod: 100 });
  const sessions = new Set<ServerSession>();
  const denied = new Set<string>();
  let isHandshakeDenied = false;

  bayeux.policy = {
    canHandshake: (_session, _message, callback) => {
      callback(undefined, !isHandshakeDenied);
    },
    canSubscribe: (_session, _message, channel, callback) => {
      callback(undefined, !denied.has(channel.name));
    },
  };
  bayeux.addListener('sessionAdded', (session: ServerSession) => {
    sessions.add(session);
  });
  bayeux.addListener('sessionRemoved', (session: ServerSession) => {
    sessions.delete(session);
  });
  for (const type of ['subscribed', 'unsubscribed'] as const) {
    bayeux.addListener(type, (channel: { name: string }) => {
      report({ type, channel: channel.name });
    });
  }

  return {
    handle: (request, response) => {
      bayeux.handle(request, response);
    },
    obey(command) {
      switch (command.type) {
        case 'publish':
          bayeux.createServerChannel(command.channel).publish(null, command.data);
          break;
        case 'deny':
          denied.add(command.channel);
          break;
        case 'denyHandshake':
          isHandshakeDenied = true;
          break;
        case 'kick':
          for (const session of sessions) session.disconnect();
          break;
        case 'expire':
          // Silent expiry, as after a network cut longer than the server's patience: no public call does it.
          for (const session of sessions) {
            (
              bayeux as unknown as { _removeServerSession(session: ServerSession, timeout: boolean): void }
            )._removeServerSession(session, true);
          }
          break;
      }
    },
  };
};
