import { createTransport } from '#transport';
import type { SessionTransport } from '../transport/transport.ts';
import { Authentication } from './authentication.ts';
import { cleanByFetch } from './cleanOf.ts';
import type { Secrets } from './secrets.ts';
import { sessionFetch } from './sessionFetch.ts';
import type { Settings } from './settings.ts';

/** How a session sends requests: one login, one set of cookies, one end. */
export interface SessionHttp {
  readonly transport: SessionTransport;
  readonly authentication: Authentication;
  /** `fetch` in the name of the session. */
  readonly fetch: typeof globalThis.fetch;
  /** Aborts what was requested with `fetch`. */
  readonly abort: () => void;
}

export function sessionHttp(settings: Settings, secrets: Secrets): SessionHttp {
  const { url, credentials, scheduler, base, origins, maxResponseBytes } = settings;
  const ended = new AbortController();
  const transport = createTransport({
    ...(settings.fetch !== undefined && { fetch: settings.fetch }),
    headers: () => authenticated.fields(),
    onReply: (headers) => {
      authenticated.note(headers);
    },
    origins,
    maxResponseBytes,
    clean: secrets.scrub,
    onCookie: (name, value) => {
      secrets.add(`cookie ${name}`, value);
    },
  });
  const authenticated = new Authentication({
    credentials,
    meUrl: url === undefined ? undefined : `${url}/api/v2/me`,
    fetch: transport.login,
    maxResponseBytes,
    secrets,
    scheduler,
  });
  const fetch = sessionFetch({
    authentication: authenticated,
    fetch: transport.fetch,
    base,
    origins,
    clean: secrets.scrub,
    signal: ended.signal,
  });
  cleanByFetch.set(fetch, secrets.scrub);
  return {
    transport,
    authentication: authenticated,
    fetch,
    abort: () => {
      ended.abort(new DOMException('The session is closed', 'AbortError'));
    },
  };
}
