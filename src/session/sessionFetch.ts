import { readableError } from '../transport/readable.ts';
import { isRepeatable } from '../transport/redirect.ts';
import type { Authentication } from './authentication.ts';
import type { HeaderFields } from './credentials.ts';
import { ConnectionDeniedError } from './errors.ts';
import { Trouble } from './trouble.ts';

export interface SessionFetchOptions {
  readonly authentication: Authentication;
  readonly fetch: typeof fetch;
  /** What relative URLs are relative to. */
  readonly base: string | undefined;
  /** The origins that the credentials are for. */
  readonly origins: ReadonlySet<string>;
  /** Takes the secrets out of a text. */
  readonly clean: (text: string) => string;
  /** Aborted when the session is closed. */
  readonly signal: AbortSignal;
}

/**
 * `fetch` in the name of a session. It logs in first if nobody has, and once more after a 401 or 403, because the
 * server may have forgotten the session. To another origin it carries neither credentials nor token.
 */
export const sessionFetch =
  ({ authentication, fetch, base, origins, clean, signal }: SessionFetchOptions): typeof globalThis.fetch =>
  async (input, init) => {
    signal.throwIfAborted();
    const { url, request } = await plainRequest(input, init, base);
    if (!origins.has(url.origin)) return fetch(url.href, request);

    const failed = (error: unknown): never => {
      signal.throwIfAborted();
      if (!(error instanceof Trouble)) throw error;
      const reason = clean(error.message);
      if (isRefused(error)) throw new ConnectionDeniedError(reason, error.httpStatus);
      throw new TypeError(`session.fetch could not log in: ${reason}`);
    };
    const login = (): Promise<void> => authentication.login().catch(failed);
    const send = (): Promise<Response> =>
      fetch(url.href, { ...request, headers: withFields(request.headers, authentication.fields()) }).catch(
        (error: unknown) => {
          const told = readableError(error);
          throw clean(told) === told ? error : new TypeError(clean(told));
        },
      );

    if (!authentication.isKnown()) {
      // The credentials are asked for once more, for they may have been old.
      await authentication.login().catch((error: unknown) => (isRefused(error) ? login() : failed(error)));
    }
    const response = await send();
    const { status } = response;
    if ((status !== 401 && status !== 403) || !isRepeatable(request.body)) return response;
    await response.body?.cancel();
    if (status === 401) authentication.forget();
    await login();
    return send();
  };

const isRefused = (error: unknown): boolean =>
  error instanceof Trouble && (error.kind === 'unauthorized' || error.kind === 'forbidden');

/** Taken apart, because a `fetch` of the user's may not know this realm's `Request`. */
async function plainRequest(
  input: string | Request | URL,
  init: RequestInit = {},
  base: string | undefined,
): Promise<{ url: URL; request: RequestInit }> {
  if (!(input instanceof Request)) return { url: new URL(input, base), request: init };
  const { method, headers, signal, redirect } = input;
  const body = input.body === null ? {} : { body: await input.clone().arrayBuffer() };
  return { url: new URL(input.url), request: { method, headers, signal, redirect, ...body, ...init } };
}

function withFields(own: RequestInit['headers'], fields: HeaderFields): Headers {
  const headers = new Headers(own);
  for (const [name, value] of Object.entries(fields)) if (!headers.has(name)) headers.set(name, value);
  return headers;
}
