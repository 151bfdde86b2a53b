import type { Authentication } from './authentication.ts';
import type { HeaderFields } from './credentials.ts';
import { ConnectionDeniedError } from './errors.ts';
import { Trouble } from './trouble.ts';

export interface SessionFetchOptions {
  readonly authentication: Authentication;
  readonly fetch: typeof fetch;
  /** What relative URLs are relative to. */
  readonly base: string;
  /** The origins that the credentials are for. */
  readonly origins: ReadonlySet<string>;
  /** Takes the secrets out of a text. */
  readonly clean: (text: string) => string;
}

/**
 * `fetch` in the name of a session. It logs in first if nobody has, and once more after a 401 or 403, because the
 * server may have forgotten the session. To another origin it carries neither credentials nor token.
 */
export const sessionFetch =
  ({ authentication, fetch, base, origins, clean }: SessionFetchOptions): typeof globalThis.fetch =>
  async (input, init) => {
    const login = (): Promise<void> =>
      authentication.login().catch((error: unknown) => {
        if (!(error instanceof Trouble)) throw error;
        const { kind, httpStatus } = error;
        const reason = clean(error.message);
        if (kind === 'unauthorized' || kind === 'forbidden')
          throw new ConnectionDeniedError(reason, httpStatus);
        throw new TypeError(`session.fetch could not log in: ${reason}`);
      });
    const { url, request } = await plainRequest(input, init, base);
    if (!origins.has(url.origin)) return fetch(url.href, request);
    const send = (): Promise<Response> =>
      fetch(url.href, { ...request, headers: withFields(request.headers, authentication.fields()) });

    if (!authentication.isKnown()) await login();
    const response = await send();
    const { status } = response;
    if ((status !== 401 && status !== 403) || request.body instanceof ReadableStream) return response;
    await response.body?.cancel();
    if (status === 401) authentication.forget();
    await login();
    return send();
  };

/** Taken apart, because a `fetch` of the user's may not know this realm's `Request`. */
async function plainRequest(
  input: string | Request | URL,
  init: RequestInit = {},
  base: string,
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
