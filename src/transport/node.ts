import { checkedFetch } from './checkedFetch.ts';
import { closableFetch } from './closableFetch.ts';
import { cookieFetch } from './cookieFetch.ts';
import type { CometDModule, Exchange, Packet } from './cometd.ts';
import { fetchExchange } from './fetchExchange.ts';
import { ensureWindow } from './minimalWindow.ts';
import { sessionTransport } from './sessionTransport.ts';
import type { SessionTransport, TransportOptions } from './transport.ts';

/** For Node: long polling over `fetch`, with a cookie jar a session. */
export function createTransport(options: TransportOptions): SessionTransport {
  const cookies = cookieFetch(checkedFetch(options.fetch));
  const closable = closableFetch(cookies.fetch);
  const told = { ...options, fetch: closable.fetch };

  const overFetch = (cometd: CometDModule): CometDModule => {
    ensureWindow();
    return {
      ...cometd,
      LongPollingTransport: class extends cometd.LongPollingTransport {
        override xhrSend(packet: Packet): Exchange {
          return fetchExchange(packet, told);
        }
      },
    };
  };

  return sessionTransport(closable, overFetch, cookies.forgetCookies);
}
