import { checkedFetch } from './checkedFetch.ts';
import { closableFetch } from './closableFetch.ts';
import type { CometDModule, Packet } from './cometd.ts';
import { sessionTransport } from './sessionTransport.ts';
import type { SessionTransport, TransportOptions } from './transport.ts';

/** For browsers: CometD's own transports and the browser's cookies. */
export function createTransport(options: TransportOptions): SessionTransport {
  const send = checkedFetch(options.fetch);
  const withHeaders = (cometd: CometDModule): CometDModule => ({
    ...cometd,
    LongPollingTransport: class extends cometd.LongPollingTransport {
      override xhrSend(packet: Packet): object {
        // CometD copies what it is configured with, so that headers that change are added here.
        const headers = { ...packet.headers, ...options.headers() };
        return super.xhrSend(Object.assign(packet, { headers }));
      }
    },
  });
  return sessionTransport(closableFetch(send), withHeaders);
}
