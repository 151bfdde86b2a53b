import { ignoreBody } from './bodyText.ts';
import { cookieJar, type SessionCookies } from './cookieJar.ts';
import { type Hop, hopOf } from './hop.ts';
import { placeOf } from './readable.ts';
import { locationOf, redirected } from './redirect.ts';
import type { TransportOptions } from './transport.ts';

/** As many as the fetch standard allows. */
const maxRedirects = 20;

export interface CookieFetch {
  readonly fetch: typeof fetch;
  /** Likewise, but for the redirects of a single sign-on: they carry the cookies of each host. */
  readonly login: typeof fetch;
  readonly forgetCookies: () => void;
}

/**
 * A `fetch` with a cookie jar of its own, whose cookies are for the origins of the session alone. It follows redirects
 * itself: those set cookies, too.
 */
export function cookieFetch(
  send: typeof fetch,
  { origins = everywhere, onCookie = () => undefined }: Pick<TransportOptions, 'origins' | 'onCookie'>,
): CookieFetch {
  let jar: Promise<SessionCookies> | undefined;
  // Loading it takes longer than loading all the rest of the package, which has other uses than a session.
  const loadJar = (): Promise<SessionCookies> =>
    (jar ??= import('tough-cookie').then((module) => cookieJar(module, onCookie)));

  const sendHop = async ({ url, init }: Hop, isLogin: boolean): Promise<Response> => {
    checkUrl(url);
    const isAllowed = ({ origin }: URL): boolean => isLogin || origins.has(origin);
    if (init.credentials === 'omit' || !isAllowed(url)) {
      return await send(url.href, { ...init, redirect: 'manual' });
    }
    const cookies = await loadJar();
    init.signal?.throwIfAborted();
    const headers = new Headers(init.headers);
    const carried = [headers.get('cookie'), cookies.header(url)].filter(Boolean);
    if (carried.length > 0) headers.set('cookie', carried.join('; '));
    const response = await send(url.href, { ...init, headers, redirect: 'manual' });
    const from = new URL(response.url || url.href, url);
    if (isAllowed(from)) cookies.take(cookiesOf(response.headers), from);
    return response;
  };

  const fetchWith =
    (isLogin: boolean): typeof fetch =>
    async (input, init) => {
      let hop = await hopOf(input, init);
      const { redirect = 'follow' } = hop.init;
      for (let redirects = 0; ; redirects += 1) {
        const response = await sendHop(hop, isLogin);
        const location = locationOf(response);
        if (location === null || redirect === 'manual')
          return redirects > 0 ? markRedirected(response) : response;
        ignoreBody(response);
        if (redirect === 'error' || redirects === maxRedirects) {
          const why = redirect === 'error' ? 'Unexpected redirect' : 'Too many redirects';
          throw new TypeError(`${why} by ${placeOf(hop.url.href)}`);
        }
        hop = redirected(hop, response.status, location);
      }
    };

  return {
    fetch: fetchWith(false),
    login: fetchWith(true),
    forgetCookies() {
      jar = undefined;
    },
  };
}

const everywhere = { has: () => true };

/** What `fetch` itself refuses, with the password in its message. */
function checkUrl(url: URL): void {
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(`A URL must not hold a user or a password: ${placeOf(url.href)}`);
  }
}

/** Implementations of `fetch` without `getSetCookie` join the cookies by commas, which dates in them hold, too. */
const cookiesOf = (headers: Partial<Headers>): readonly string[] =>
  headers.getSetCookie?.() ?? (headers.get?.('set-cookie') ?? '').split(/,(?=\s*[^;,=\s]+=)/);

const markRedirected = (response: Response): Response =>
  Object.defineProperty(response, 'redirected', { value: true });
