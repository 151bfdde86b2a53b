import { isObject } from '../codec/ownFields.ts';
import type { Request as Wanted } from './protocol.ts';

/** Of these the session has its own; they never cross the channel. */
const secretHeaders = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-csrf-token',
  'x-csrf-header',
  'set-cookie',
];

/** A request as plain data, for the leader to send. */
export async function wantedOf(
  input: string | URL | Request,
  init: RequestInit | undefined,
  base: string | undefined,
): Promise<Wanted & { readonly kind: 'fetch' }> {
  const request = new Request(input instanceof Request ? input : new URL(input, base), init);
  const secret = secretHeaders.find((name) => request.headers.has(name));
  if (secret !== undefined) {
    throw new TypeError(
      `session.fetch: expected no header "${secret}", because the request may be sent by another tab. Leave it out: the session adds its own, or use the global fetch.`,
    );
  }
  const body = await request.arrayBuffer();
  return {
    kind: 'fetch',
    url: request.url,
    method: request.method,
    headers: entriesOf(request.headers),
    ...(body.byteLength > 0 && { body }),
  };
}

/** Sends such a request. */
export const sendWanted = (
  fetch: typeof globalThis.fetch,
  { url, method, headers, body }: Wanted & { readonly kind: 'fetch' },
  signal: AbortSignal,
): Promise<Response> =>
  fetch(url, {
    method,
    headers: Object.fromEntries(headers),
    ...(body !== undefined && { body }),
    signal,
  });

/** A response as plain data, without the tokens of the session. */
export const replyOf = async (response: Response): Promise<Readonly<Record<string, unknown>>> => ({
  url: response.url,
  status: response.status,
  statusText: response.statusText,
  headers: entriesOf(response.headers).filter(([name]) => !secretHeaders.includes(name)),
  body: await response.arrayBuffer(),
});

/** The response that {@link replyOf} took apart. */
export function responseOf(reply: unknown): Response {
  const { url, status, statusText, headers, body } = isObject(reply) ? reply : {};
  const hasBody = body instanceof ArrayBuffer && body.byteLength > 0;
  const response = new Response(hasBody ? body : null, {
    status: Number(status),
    statusText: String(statusText),
    headers: Array.isArray(headers) ? headers : [],
  });
  return Object.defineProperty(response, 'url', { value: String(url) });
}

const entriesOf = (headers: Headers): [string, string][] => [...headers];
