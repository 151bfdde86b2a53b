import { checkedFetch } from './checkedFetch.ts';
import { closableFetch } from './closableFetch.ts';
import { cookieFetch } from './cookieFetch.ts';
import { type CometDModule, type Exchange, loadCometD, type Packet } from './cometd.ts';
import { fetchExchange } from './fetchExchange.ts';
import { ensureWindow } from './minimalWindow.ts';
import { sessionTransport } from './sessionTransport.ts';
import type { SessionTransport, TransportOptions } from './transport.ts';
import { untimed } from './untimed.ts';

/** For Node: long polling over `fetch`, with a cookie jar a session. */
export function createTransport(options: TransportOptions): SessionTransport {
  const cookies = cookieFetch(checkedFetch(options.fetch), options);
  const closable = closableFetch();
  const fetches = { fetch: closable.over(cookies.fetch), login: closable.over(cookies.login) };

  const overFetch = (cometd: CometDModule, onProgress: () => void): CometDModule => {
    ensureWindow();
    // A `fetch` of the user's may have a dispatcher of its own.
    const init = options.fetch === undefined ? untimed : undefined;
    const told = { ...options, ...fetches, onProgress, init };
    return {
      ...cometd,
      LongPollingTransport: class extends cometd.LongPollingTransport {
        override xhrSend(packet: Packet): Exchange {
          return fetchExchange(packet, told);
        }
      },
    };
  };

  const transport = sessionTransport(closable, fetches, overFetch, () => true, cookies.forgetCookies);
  return {
    ...transport,
    defect: () =>
      loadCometD().then(
        () => undefined,
        (error: unknown) => error,
      ),
  };
}
