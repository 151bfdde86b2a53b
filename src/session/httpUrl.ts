import { shown } from '../../operators/internal/checkArgument.ts';

/**
 * An http(s) URL in its full form. A user and a password in it would end up in logs.
 *
 * @throws TypeError that names the option, and shows no secret.
 */
export function httpUrl(caller: string, option: string, given: unknown): string {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : null;
  const isHttp = url !== null && /^https?:$/.test(url.protocol);
  if (isHttp && url.username === '' && url.password === '') return url.href;
  throw isHttp
    ? wrong(caller, option, 'without user and password, which are for `credentials`', withThem(url))
    : wrong(caller, option, 'an http(s) URL such as https://gws.example.com', url?.protocol ?? shown(given));
}

/** The `url` of GWS without a slash at its end. What is put behind it must not end up in a query. */
export function baseUrl(caller: string, given: unknown): string {
  const url = httpUrl(caller, 'url', given);
  if (/[?#]/.test(url)) throw wrong(caller, 'url', 'without query and fragment', withThem(new URL(url)));
  return url.replace(/\/+$/, '');
}

const withThem = ({ origin }: URL): string => `${origin} with more`;

const wrong = (caller: string, option: string, wanted: string, got: string): TypeError =>
  new TypeError(`${caller}: ${option} must be ${wanted}, got ${got}`);
