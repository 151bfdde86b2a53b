import { DispatchHandler } from './dispatchHandler.ts';
import { currentDispatcher, untimed } from './dispatcher.ts';
import { plainFields } from './plainFields.ts';
import type { Send } from './reply.ts';

/**
 * What the `fetch` of Node does with a request whose body is a text, without most of its cost: over the same connections, with
 * the same headers and errors. Where `fetch` is not Node's own, as when an app instruments it, `otherwise` sends the request.
 *
 * @param closed - is aborted when no further request may be sent.
 */
export const directFetch =
  (otherwise: Send, closed: AbortSignal): Send =>
  (url, init) => {
    const { method = 'GET', headers, body, signal } = init;
    const dispatcher = isOfNode(globalThis.fetch) ? currentDispatcher() : undefined;
    if (dispatcher === undefined || typeof body !== 'string') return otherwise(url, init);
    return new Promise((resolve, reject) => {
      closed.throwIfAborted();
      const { href, origin, pathname, search } = url;
      dispatcher.dispatch(
        { origin, path: pathname + search, method, headers: plainFields(ofFetch, headers), body, ...untimed },
        new DispatchHandler({ url: href, signal: signal ?? undefined, resolve, reject }),
      );
    });
  };

let native: unknown;

/** Node's own loads this module when it is first called. Its source is looked at once. */
function isOfNode(given: unknown): boolean {
  if (given !== native && String(given).includes('internal/deps/undici/')) native = given;
  return given === native;
}

/** What `fetch` adds to every request; of the encodings the one that servers use. */
const ofFetch = {
  accept: '*/*',
  'accept-language': '*',
  'sec-fetch-mode': 'cors',
  'user-agent': 'node',
  'accept-encoding': 'gzip',
};
