import type { CookieJar } from 'tough-cookie';
import { type Hop, hopOf } from './hop.ts';
import { placeOf } from './readable.ts';
import { locationOf, redirected } from './redirect.ts';

/** As many as the fetch standard allows. */
const maxRedirects = 20;

export interface CookieFetch {
  readonly fetch: typeof fetch;
  readonly forgetCookies: () => void;
}

/** A `fetch` with a cookie jar of its own. It follows redirects itself: those set cookies, too. */
export function cookieFetch(send: typeof fetch): CookieFetch {
  let jar: Promise<CookieJar> | undefined;
  // Loading it takes longer than loading all the rest of the package, which has other uses than a session.
  const loadJar = (): Promise<CookieJar> =>
    (jar ??= import('tough-cookie').then((module) => new module.CookieJar()));

  const sendHop = async ({ url, init }: Hop): Promise<Response> => {
    checkUrl(url);
    if (init.credentials === 'omit') return await send(url.href, { ...init, redirect: 'manual' });
    const kept = await loadJar();
    init.signal?.throwIfAborted();
    const headers = new Headers(init.headers);
    const cookies = [headers.get('cookie'), kept.getCookieStringSync(url.href)].filter(Boolean);
    if (cookies.length > 0) headers.set('cookie', cookies.join('; '));
    const response = await send(url.href, { ...init, headers, redirect: 'manual' });
    for (const cookie of cookiesOf(response.headers)) {
      kept.setCookieSync(cookie, response.url || url.href, { ignoreError: true });
    }
    return response;
  };

  const fetchWithCookies: typeof fetch = async (input, init) => {
    let hop = await hopOf(input, init);
    const { redirect = 'follow' } = hop.init;
    for (let redirects = 0; ; redirects += 1) {
      const response = await sendHop(hop);
      const location = locationOf(response);
      if (location === null || redirect === 'manual')
        return redirects > 0 ? markRedirected(response) : response;
      if (redirect === 'error' || redirects === maxRedirects) {
        const why = redirect === 'error' ? 'Unexpected redirect' : 'Too many redirects';
        throw new TypeError(`${why} by ${placeOf(hop.url.href)}`);
      }
      // Only a response that was read gives its connection back.
      await response.text();
      hop = redirected(hop, response.status, location);
    }
  };

  return {
    fetch: fetchWithCookies,
    forgetCookies() {
      jar = undefined;
    },
  };
}

/** What `fetch` itself refuses, with the password in its message. */
function checkUrl(url: URL): void {
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`A URL must not hold a user or a password: ${placeOf(url.href)}`);
  }
}

/** Implementations of `fetch` before 2022 know no `getSetCookie`. */
const cookiesOf = (headers: Partial<Headers>): readonly string[] =>
  headers.getSetCookie?.() ?? [headers.get?.('set-cookie') ?? []].flat();

const markRedirected = (response: Response): Response =>
  Object.defineProperty(response, 'redirected', { value: true });
