import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { type Answer, OUTCOME, Refusal } from './answer.ts';
import type { SimulatorOptions } from './simulator.ts';

/** Which pages may read what is answered, and by which names the server is known. */
export interface Access {
  /** What lets a page of another origin ask with its cookies and read what it needs. */
  readonly corsHeaders: (request: IncomingMessage) => OutgoingHttpHeaders;
  /** @throws Refusal of a request to a name that is not the server's: another site may have pointed its own name here. */
  readonly checkHost: (request: IncomingMessage) => void;
  /** @throws Refusal of a WebSocket that a page of another origin opens. Browsers ask no server before. */
  readonly checkOrigin: (request: IncomingMessage) => void;
}

/** @param allowed - origins besides those of this machine, or `'*'` for all. */
export function accessOf(allowed: SimulatorOptions['allowedOrigins'] = []): Access {
  const listed = new Set(allowed === '*' ? [] : allowed.map((origin) => new URL(origin).origin));
  const hosts = new Set([...listed].map((origin) => new URL(origin).hostname));
  const isAllowed = (origin: string): boolean =>
    allowed === '*' || listed.has(origin) || isLoopback(hostnameOf(origin));
  return {
    corsHeaders: ({ headers: { origin } }) =>
      origin === undefined || !isAllowed(origin)
        ? { Vary: 'Origin' }
        : {
            'Access-Control-Allow-Origin': origin,
            'Access-Control-Allow-Credentials': 'true',
            'Access-Control-Expose-Headers': 'X-CSRF-HEADER, X-CSRF-TOKEN, Retry-After',
            Vary: 'Origin',
          },
    checkHost({ headers: { host = '' } }) {
      const name = hostnameOf(`http://${host}`);
      if (allowed === '*' || hosts.has(name) || isLoopback(name)) return;
      throw new Refusal(421, OUTCOME.forbidden, 'The Host header names another server: see allowedOrigins');
    },
    checkOrigin({ headers: { origin } }) {
      if (origin === undefined || isAllowed(origin)) return;
      throw new Refusal(403, OUTCOME.forbidden, 'The page is of another origin: see allowedOrigins');
    },
  };
}

/** Empty, if it is no URL. */
function hostnameOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}

const isLoopback = (host: string): boolean =>
  /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host);

/** The answer to a preflight, which bears no credentials; nothing if the request is none. */
export function preflight({ method, headers }: IncomingMessage): Answer | undefined {
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return undefined;
  return {
    status: 204,
    headers: {
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '',
    },
  };
}
