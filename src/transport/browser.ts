import { checkedFetch } from './checkedFetch.ts';
import { closableFetch } from './closableFetch.ts';
import type { CometDModule, Exchange, Packet } from './cometd.ts';
import { ensureWindow } from './minimalWindow.ts';
import { sessionTransport } from './sessionTransport.ts';
import type { SessionTransport, TransportOptions } from './transport.ts';
import { xhrExchange } from './xhrExchange.ts';

/** For browsers: CometD's own transports and the browser's cookies. */
export function createTransport(options: TransportOptions): SessionTransport {
  const closable = closableFetch();
  const fetch = closable.over(checkedFetch(options.fetch));
  const withHeaders = (cometd: CometDModule, onProgress: () => void): CometDModule => ({
    ...cometd,
    LongPollingTransport: class extends cometd.LongPollingTransport {
      override xhrSend(packet: Packet): Exchange {
        // CometD copies what it is configured with, so that headers that change are added here.
        return xhrExchange(packet, (given) => super.xhrSend(given), { ...options, onProgress });
      }
    },
  });
  const adapt = (cometd: CometDModule, onProgress: () => void): CometDModule => {
    ensureWindow(); // in a worker
    return withHeaders(cometd, onProgress);
  };
  const transport = sessionTransport(closable, { fetch, login: fetch }, adapt, hasXhr);
  // The bundler has found CometD. As a chunk it is loaded after a login, when the network works.
  return { ...transport, defect: () => Promise.resolve(undefined) };
}

const hasXhr = (): boolean => typeof window.XMLHttpRequest === 'function';

declare const window: { readonly XMLHttpRequest: unknown };
