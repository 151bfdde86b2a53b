/** A real CometD server in a process of its own, steered by its parent's messages. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import cometd, { type ServerSession } from 'cometd-nodejs-server';
import type { Command, Report } from './serverProcess.ts';

const bayeux = cometd.createCometDServer({ timeout: 2_000, maxInterval: 2_000, sweepPeriod: 100 });
const http = createServer((request, response) => {
  bayeux.handle(request, response);
});
const sessions = new Set<ServerSession>();
const denied = new Set<string>();
let isHandshakeDenied = false;

const report = (message: Report): void => {
  process.send?.(message);
};

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
  report({ type: 'session', count: sessions.size });
});
bayeux.addListener('sessionRemoved', (session: ServerSession) => {
  sessions.delete(session);
  report({ type: 'session', count: sessions.size });
});
bayeux.addListener('subscribed', (channel: { name: string }) => {
  report({ type: 'subscribed', channel: channel.name });
});
bayeux.addListener('unsubscribed', (channel: { name: string }) => {
  report({ type: 'unsubscribed', channel: channel.name });
});

process.on('message', (command: Command) => {
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
  report({ type: 'done' });
});

http.listen(Number(process.argv[2]), '127.0.0.1', () => {
  report({ type: 'listening', port: (http.address() as AddressInfo).port });
});
