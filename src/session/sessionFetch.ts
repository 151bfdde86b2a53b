import { firstValueFrom, merge } from 'rxjs';
import { checkArgument } from '../fold/checkArgument.ts';
import { sameData } from '../model/sameData.ts';
import { ignoreBody } from '../transport/bodyText.ts';
import { hopOf } from '../transport/hop.ts';
import { readableError } from '../transport/readable.ts';
import { isRepeatable } from '../transport/redirect.ts';
import { aborted } from './aborted.ts';
import type { Authentication } from './authentication.ts';
import { ConnectionFailure, type FailureKind } from './connectionFailure.ts';
import type { HeaderFields } from './credentials.ts';
import { ConnectionDeniedError } from './errors.ts';
import { explained } from './explained.ts';

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
    checkUrl(input, base);
    const { url, init: request } = await hopOf(input, init, base);
    if (!origins.has(url.origin)) return fetch(url.href, request);

    const failed = (error: unknown): never => {
      signal.throwIfAborted();
      if (!(error instanceof ConnectionFailure)) throw error;
      const reason = error.message;
      if (isRefused(error)) throw new ConnectionDeniedError(reason, error.httpStatus);
      throw new TypeError(`session.fetch could not log in: ${explained(reason, error.httpStatus)}`);
    };
    const signals = [signal, request.signal].filter((given) => given != null);
    const tryLogin = (): Promise<void> => unlessAborted(authentication.login(), signals);
    const login = (): Promise<void> => tryLogin().catch(failed);
    const ask = async (href: string, options: RequestInit): Promise<Response> => {
      const response = await fetch(href, options);
      if (origins.has(new URL(response.url, href).origin)) authentication.note(response.headers);
      return response;
    };
    const send = (fields: HeaderFields): Promise<Response> =>
      ask(url.href, {
        ...request,
        credentials: request.credentials === 'omit' ? 'omit' : 'include',
        headers: withFields(request.headers, fields),
      }).catch((error: unknown) => {
        for (const given of signals) given.throwIfAborted();
        throw isClean(error, clean) ? error : new TypeError(readableError(error, clean));
      });

    if (!authentication.isKnown()) {
      // The credentials are asked for once more, for they may have been old.
      await tryLogin().catch((error: unknown) => (isRefused(error) ? login() : failed(error)));
    }
    const sent = authentication.fields();
    const response = await send(sent);
    const { status } = response;
    if ((status !== 401 && status !== 403) || !isRepeatable(request.body)) return response;
    ignoreBody(response);
    // What was refused may have been renewed meanwhile, for somebody else.
    if (sameData(sent, authentication.fields())) {
      if (status === 401) authentication.forget();
      await login();
    }
    return send(authentication.fields());
  };

/** A login is shared and goes on; a caller that waits for it can leave. */
const unlessAborted = (login: Promise<void>, signals: readonly AbortSignal[]): Promise<void> =>
  firstValueFrom(merge(login, ...signals.map(aborted)), { defaultValue: undefined });

/**
 * Whether no text of an error or its causes is secret. Some keep the whole request: an error that holds more than texts, numbers
 * and causes is not passed on.
 */
const isClean = (value: unknown, clean: (text: string) => string, depth = 5): boolean => {
  if (typeof value === 'string') return clean(value) === value;
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  if (depth === 0 || !(value instanceof Error)) return false;
  return Reflect.ownKeys(value).every((name) => isClean(Reflect.get(value, name), clean, depth - 1));
};

const isRefused = (error: unknown): boolean => error instanceof ConnectionFailure && refusals.has(error.kind);

const refusals: ReadonlySet<FailureKind> = new Set(['unauthorized', 'forbidden', 'loginPage']);

/** @throws TypeError that says why a URL cannot be. */
function checkUrl(input: string | URL | Request, base: string | undefined): void {
  const isUrl = input instanceof Request || URL.canParse(String(input), base);
  checkArgument('session.fetch', 'input', input, isUrl, base === undefined ? 'an absolute URL' : 'a URL');
}

function withFields(own: RequestInit['headers'], fields: HeaderFields): Headers {
  const headers = new Headers(own);
  for (const [name, value] of Object.entries(fields)) if (!headers.has(name)) headers.set(name, value);
  return headers;
}
