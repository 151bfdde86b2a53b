import type { Cookie, CookieJar } from 'tough-cookie';

/** The cookies of one session. */
export interface SessionCookies {
  /** What a request to this URL carries. */
  readonly header: (url: URL) => string;
  /** Takes the `Set-Cookie` fields of a reply from this URL. */
  readonly take: (fields: readonly string[], url: URL) => void;
}

/** RFC 6265 wants at least 50 for a domain. */
const mostOfHost = 50;
/** Of names and values, in bytes: more than that servers refuse in a request. */
const mostBytes = 8_192;

/** Cookies beyond the limits are not taken; those that are there stay. What came over https is not sent over http. */
export function cookieJar(
  { Cookie, CookieJar }: typeof import('tough-cookie'),
  onCookie: (name: string, value: string) => void,
): SessionCookies {
  const jars = new Map<string, CookieJar>();
  const jarOf = ({ protocol }: URL): CookieJar => {
    const jar = jars.get(protocol) ?? new CookieJar();
    jars.set(protocol, jar);
    return jar;
  };

  const isOneTooMany = ({ key, value, path, domain }: Cookie, host: string, jar: CookieJar): boolean => {
    let ofHost = 0;
    let bytes = key.length + value.length;
    for (const each of jars.values()) {
      for (const other of each.serializeSync()?.cookies ?? []) {
        const { key: name = '', value: text = '', domain: of, path: below } = other;
        const isOfHost = of === (domain ?? host);
        if (each === jar && isOfHost && name === key && (path === null || below === path)) continue; // replaced
        if (isOfHost) ofHost += 1;
        bytes += name.length + text.length;
      }
    }
    return ofHost >= mostOfHost || bytes > mostBytes;
  };

  /** Of the last request, for the next poll: until a cookie changes or expires. */
  let last: { readonly href: string; readonly header: string } | undefined;
  let expiresAt = Infinity;

  return {
    header(url) {
      const { href } = url;
      if (last?.href === href && Date.now() < expiresAt) return last.header;
      const header = jarOf(url).getCookieStringSync(href);
      last = { href, header };
      return header;
    },
    take(fields, url) {
      last = undefined;
      const jar = jarOf(url);
      for (const field of fields) {
        const cookie = Cookie.parse(field);
        // RFC 6265 5.3.5: a public suffix that names the host itself means this host alone.
        if (cookie?.domain === url.hostname && !url.hostname.includes('.')) cookie.domain = null;
        if (cookie === undefined || isOneTooMany(cookie, url.hostname, jar)) continue;
        onCookie(cookie.key, cookie.value);
        // The jar would count a Max-Age from the last request on.
        if (cookie.maxAge !== null) Object.assign(cookie, { expires: cookie.expiryDate(), maxAge: null });
        const expiry = cookie.expiryTime() ?? Infinity;
        if (expiry > Date.now()) expiresAt = Math.min(expiresAt, expiry);
        jar.setCookieSync(cookie, url.href, { ignoreError: true });
      }
    },
  };
}
