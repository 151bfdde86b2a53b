import faye from 'faye';
import type { SteerBayeux } from '../integration/channelServer.ts';
import { fayeSessions } from './fayeSessions.ts';

/** Faye, as the channel's tests steer it. */
export const steerBayeux: SteerBayeux = (report) => {
  const adapter = new faye.NodeAdapter({ mount: '/', timeout: 2 });
  const sessions = fayeSessions(adapter);
  const engine = adapter._server._engine;
  const denied = new Set<string>();
  let isHandshakeDenied = false;

  adapter.addExtension({
    incoming(message, _request, go) {
      const { channel, subscription } = message;
      if (channel === '/meta/handshake' && isHandshakeDenied) message.error = '403::handshake_denied';
      if (channel === '/meta/subscribe' && denied.has(String(subscription))) {
        message.error = '403::subscribe_denied';
      }
      go(message);
    },
  });
  for (const [event, type] of [
    ['subscribe', 'subscribed'],
    ['unsubscribe', 'unsubscribed'],
  ] as const) {
    adapter.on(event, (_id, channel) => {
      report({ type, channel });
    });
  }

  return {
    handle: (request, response) => {
      adapter.handle(request, response);
    },
    upgrade: (request, socket, head) => {
      adapter.handleUpgrade(request, socket, head);
    },
    obey(command) {
      switch (command.type) {
        case 'publish':
          engine.publish({ channel: command.channel, data: command.data });
          break;
        case 'deny':
          denied.add(command.channel);
          break;
        case 'denyHandshake':
          isHandshakeDenied = true;
          break;
        case 'kick':
          for (const id of sessions.ids()) engine.destroyClient(id);
          break;
        case 'expire':
          for (const id of sessions.ids()) sessions.forget(id);
          break;
      }
    },
  };
};
