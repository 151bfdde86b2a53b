import { checkedFetch } from './checkedFetch.ts';
import { closableFetch } from './closableFetch.ts';
import { cookieFetch } from './cookieFetch.ts';
import { type CometDModule, type Exchange, loadCometD, type Packet } from './cometd.ts';
import { fetchExchange } from './fetchExchange.ts';
import { directFetch } from './directFetch.ts';
import { currentDispatcher, type Dispatcher, untimed } from './dispatcher.ts';
import { ensureWindow } from './minimalWindow.ts';
import { sessionTransport } from './sessionTransport.ts';
import type { Send } from './reply.ts';
import type { SessionTransport, TransportOptions } from './transport.ts';

/** For Node: long polling over `fetch`, with a cookie jar a session. */
export function createTransport(options: TransportOptions): SessionTransport {
  const cookies = cookieFetch(options);
  const closable = closableFetch();
  const checked = checkedFetch(options.fetch);
  const send = byText(checked);
  const fetches = { fetch: closable.over(cookies.over(send)), login: closable.over(cookies.login(send)) };
  // A `fetch` of the user's may have a dispatcher of its own.
  const direct = directFetch(untimedFetch(byText(closable.over(checked))), closable.signal);
  const poll = options.fetch === undefined ? cookies.over(direct) : fetches.fetch;

  const adapt = (cometd: CometDModule, onProgress: () => void): CometDModule => {
    ensureWindow();
    const given = { ...options, fetch: poll, onProgress };
    return {
      ...cometd,
      LongPollingTransport: class extends cometd.LongPollingTransport {
        override xhrSend(packet: Packet): Exchange {
          return fetchExchange(packet, given);
        }
      },
    };
  };

  const transport = sessionTransport(closable, fetches, adapt, () => true, cookies.forgetCookies);
  return {
    ...transport,
    defect: () =>
      loadCometD().then(
        () => undefined,
        (error: unknown) => error,
      ),
  };
}

/** A `fetch` of the user's may know URLs as texts alone. */
const byText =
  (send: typeof fetch): Send<Response> =>
  (url, init) =>
    send(url.href, init);

/** Without the limit of 300 seconds that the `fetch` of Node has for a reply. */
const untimedFetch =
  (send: Send): Send =>
  (url, init) => {
    const current = currentDispatcher();
    if (current === undefined) return send(url, init);
    const dispatcher: Dispatcher = {
      dispatch: (options, handler) => current.dispatch({ ...options, ...untimed }, handler),
    };
    const options: object = { ...init, dispatcher };
    return send(url, options);
  };
