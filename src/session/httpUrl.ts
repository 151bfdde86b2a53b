/**
 * An http(s) URL in its full form. A user and a password in it would end up in logs.
 *
 * @throws TypeError that names the option, and shows no secret.
 */
export function httpUrl(caller: string, option: string, given: unknown): string {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : null;
  const isHttp = url !== null && /^https?:$/.test(url.protocol);
  if (isHttp && url.username === '' && url.password === '') return url.href;
  const wanted = isHttp
    ? 'without user and password: pass them as credentials'
    : 'a URL that begins with http(s)://';
  const got = isHttp || typeof given === 'string' ? '' : `, got ${typeof given}`;
  throw new TypeError(`${caller}: ${option} must be ${wanted}${got}`);
}

/** The `url` of GWS without a slash at its end. What is put behind it must not end up in a query. */
export function baseUrl(caller: string, given: unknown): string {
  const url = httpUrl(caller, 'url', given);
  if (/[?#]/.test(url)) throw new TypeError(`${caller}: url must be without query and fragment`);
  return url.replace(/\/+$/, '');
}
