import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Answer } from './answer.ts';

/** Lets a page of any origin ask with its cookies and read what it needs: what a simulator tells is made up. */
export const corsHeaders = ({ headers: { origin } }: IncomingMessage): OutgoingHttpHeaders =>
  origin === undefined
    ? {}
    : {
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': 'X-CSRF-HEADER, X-CSRF-TOKEN, Retry-After',
        Vary: 'Origin',
      };

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
