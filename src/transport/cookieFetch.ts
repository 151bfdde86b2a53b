import { ignoreBody } from './bodyText.ts';
import { cookieJar, type SessionCookies } from './cookieJar.ts';
import { type Hop, hopOf } from './hop.ts';
import { plainFields } from './plainFields.ts';
import { placeOf } from './readable.ts';
import { locationOf, redirected } from './redirect.ts';
import type { FetchOf, Reply, Send } from './reply.ts';
import type { TransportOptions } from './transport.ts';

/** As many as the fetch standard allows. */
const maxRedirects = 20;

export interface CookieFetch {
  /** A `fetch` that sends with the cookies of the session. */
  readonly over: <R extends Reply>(send: Send<R>) => FetchOf<R>;
  /** Likewise, but for the redirects of a single sign-on: they carry the cookies of each host. */
  readonly login: <R extends Reply>(send: Send<R>) => FetchOf<R>;
  readonly forgetCookies: () => void;
}

/**
 * One cookie jar, whose cookies are for the origins of the session alone, under each `fetch` that sends with it. They follow
 * redirects themselves: those set cookies, too.
 */
export function cookieFetch({
  origins = everywhere,
  onCookie = () => undefined,
}: Pick<TransportOptions, 'origins' | 'onCookie'>): CookieFetch {
  let jar: Promise<SessionCookies> | undefined;
  // Loading it takes longer than loading all the rest of the package, which has other uses than a session.
  const loadJar = (): Promise<SessionCookies> =>
    (jar ??= import('tough-cookie').then((module) => cookieJar(module, onCookie)));

  const sendHop = async <R extends Reply>(
    send: Send<R>,
    { url, init }: Hop,
    isLogin: boolean,
  ): Promise<R> => {
    checkUrl(url);
    const isAllowed = ({ origin }: URL): boolean => isLogin || origins.has(origin);
    if (init.credentials === 'omit' || !isAllowed(url)) {
      return await send(url, { ...init, redirect: 'manual' });
    }
    const cookies = await loadJar();
    init.signal?.throwIfAborted();
    const headers = withCookies(init.headers, cookies.header(url));
    const reply = await send(url, { ...init, headers, redirect: 'manual' });
    const received = cookiesOf(reply.headers);
    if (received.length > 0) {
      const from = new URL(reply.url || url.href, url);
      if (isAllowed(from)) cookies.take(received, from);
    }
    return reply;
  };

  const fetchOver =
    <R extends Reply>(send: Send<R>, isLogin: boolean): FetchOf<R> =>
    async (input, init) => {
      let hop = await hopOf(input, init);
      const { redirect = 'follow' } = hop.init;
      for (let redirects = 0; ; redirects += 1) {
        const reply = await sendHop(send, hop, isLogin);
        const location = locationOf(reply);
        if (location === null || redirect === 'manual') return redirects > 0 ? markRedirected(reply) : reply;
        ignoreBody(reply);
        if (redirect === 'error' || redirects === maxRedirects) {
          const why = redirect === 'error' ? 'Unexpected redirect' : 'Too many redirects';
          throw new TypeError(`${why} by ${placeOf(hop.url.href)}`);
        }
        hop = redirected(hop, reply.status, location);
      }
    };

  return {
    over: (send) => fetchOver(send, false),
    login: (send) => fetchOver(send, true),
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

type GivenHeaders = Exclude<RequestInit['headers'], undefined>;

function withCookies(given: GivenHeaders = {}, cookies: string): GivenHeaders {
  if (cookies === '') return given;
  const { cookie, ...others } = plainFields(given);
  return { ...others, cookie: cookie ? `${cookie}; ${cookies}` : cookies };
}

/** Implementations of `fetch` without `getSetCookie` join the cookies by commas, which dates in them hold, too. */
const cookiesOf = (headers: Reply['headers']): readonly string[] =>
  headers.getSetCookie?.() ?? headers.get('set-cookie')?.split(/,(?=\s*[^;,=\s]+=)/) ?? [];

const markRedirected = <R extends Reply>(reply: R): R =>
  Object.defineProperty(reply, 'redirected', { value: true });
