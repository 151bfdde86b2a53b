import { Observable } from 'rxjs';
import type { BayeuxClient, BayeuxMessage } from './bayeuxClient.ts';

/** What happens to a client's session. */
export type ClientEvent =
  | { readonly type: 'handshakeSent' }
  | { readonly type: 'handshake' | 'connect' | 'disconnect'; readonly reply: BayeuxMessage }
  /** How many channels wait for the server's acknowledgement. */
  | { readonly type: 'pending'; readonly pending: number };

const extensionName = 'rx-chat-notifications';

/** Listens to the meta channels of a client, and to handshakes that it sends where it takes extensions. */
export const clientEvents = (client: BayeuxClient): Observable<ClientEvent> =>
  new Observable((subscriber) => {
    const handles = (['handshake', 'connect', 'disconnect'] as const).map((type) =>
      client.addListener(`/meta/${type}`, (reply) => {
        subscriber.next({ type, reply });
      }),
    );
    client.registerExtension?.(extensionName, {
      outgoing: (message) => {
        if (message.channel === '/meta/handshake') subscriber.next({ type: 'handshakeSent' });
        return message;
      },
    });
    return () => {
      client.unregisterExtension?.(extensionName);
      for (const handle of handles) client.removeListener(handle);
    };
  });
