import { Observable } from 'rxjs';
import type { BayeuxClient, BayeuxMessage } from './bayeuxClient.ts';
import { decided } from './replies.ts';
import { withExtension } from './withExtension.ts';

/** What happens to a client's session. */
export type ClientEvent =
  | { readonly type: 'handshakeSent' }
  | { readonly type: 'handshake' | 'connect' | 'disconnect' | 'subscribe'; readonly reply: BayeuxMessage }
  /** No other handshake follows one that failed: the client has no other transport to try, say. */
  | { readonly type: 'givenUp'; readonly reply: BayeuxMessage }
  /** How many channels wait for the server's acknowledgement. */
  | { readonly type: 'pending'; readonly pending: number };

/** Listens to the meta channels of a client, and to handshakes that it sends where it takes extensions. */
export const clientEvents = (client: BayeuxClient): Observable<ClientEvent> =>
  new Observable((subscriber) => {
    const handles = (['handshake', 'connect', 'disconnect', 'subscribe'] as const).map((type) =>
      client.addListener(`/meta/${type}`, (message) => {
        const reply = decided(message);
        subscriber.next({ type, reply });
        if (type !== 'handshake' || reply.successful === true) return;
        // The client decides once its listeners have been called.
        queueMicrotask(() => {
          if (client.getStatus() === 'disconnected') subscriber.next({ type: 'givenUp', reply });
        });
      }),
    );
    const takeAway = withExtension(client, {
      outgoing: (message) => {
        if (message.channel === '/meta/handshake') subscriber.next({ type: 'handshakeSent' });
        return message;
      },
    });
    return () => {
      takeAway();
      for (const handle of handles) client.removeListener(handle);
    };
  });
