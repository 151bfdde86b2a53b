import type { Hop } from './hop.ts';
import { placeOf } from './readable.ts';
import type { Reply } from './reply.ts';

const statuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** All that another origin gets to see; whatever else an app sends may be a credential. */
const harmless: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'content-language',
  'content-type',
]);

/** Where a response redirects to. */
export const locationOf = ({ status, headers }: Reply): string | null =>
  statuses.has(status) ? headers.get('location') : null;

/**
 * The request that follows a redirect, as the fetch standard has it.
 *
 * @throws TypeError if it leads to another scheme, such as `data:`, or would carry a body to another origin.
 */
export function redirected({ url, init }: Hop, status: number, location: string): Hop {
  const target = new URL(location, url);
  if (!/^https?:$/.test(target.protocol)) {
    throw new TypeError(`A redirect by ${placeOf(url.href)} to ${target.protocol} is refused`);
  }
  // A place within a page stays the same, unless the redirect names another.
  if (target.hash === '') target.hash = url.hash;
  const method = (init.method ?? 'GET').toUpperCase();
  const headers = new Headers(init.headers);
  if (target.origin !== url.origin) {
    for (const name of [...headers.keys()]) if (!harmless.has(name)) headers.delete(name);
  }
  if (!becomesGet(status, method)) {
    if (init.body != null && target.origin !== url.origin) {
      throw new TypeError(
        `A redirect by ${placeOf(url.href)} would carry the body to ${placeOf(target.origin)}. Check \`url\`.`,
      );
    }
    if (!isRepeatable(init.body)) {
      throw new TypeError(`A redirect by ${placeOf(url.href)} needs the body again, which is a stream`);
    }
    return { url: target, init: { ...init, headers } };
  }
  for (const name of [...headers.keys()]) if (name.startsWith('content-')) headers.delete(name);
  return { url: target, init: { ...init, headers, method: 'GET', body: null } };
}

const becomesGet = (status: number, method: string): boolean =>
  status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';

/** Whether a body can be sent again: what streams is gone once it was sent. */
export const isRepeatable = (body: unknown): boolean =>
  typeof body !== 'object' ||
  body === null ||
  ArrayBuffer.isView(body) ||
  [ArrayBuffer, Blob, FormData, URLSearchParams].some((kind) => body instanceof kind);
