/** Header fields of a request, by name. */
export type HeaderFields = Readonly<Record<string, string>>;

/** How a session proves who it is: made by {@link credentials}. Plain data; keep it out of your logs. */
export type Credentials =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: () => string | Promise<string> }
  | {
      readonly kind: 'headers';
      readonly headers: HeaderFields | (() => HeaderFields | Promise<HeaderFields>);
    };

/**
 * Makes credentials for `chatSession`.
 *
 * - `basic(user, password)`: HTTP Basic
 * - `bearer(token)`: the function is called at the first request, and again once after each 401: renew the token there. It
 *   may take as long as somebody needs to sign in
 * - `headers(fields)`: any header fields, such as those of a single sign-on; a function is called like that of `bearer`
 *
 * A function that throws or rejects is a failed attempt: it is called again with backoff, and the session is not `denied`.
 * So is a value that cannot be a header, such as a line break, where a function gave it; elsewhere it is a `TypeError` here.
 *
 * @example
 * import { credentials } from 'rx-chat-notifications';
 *
 * console.log(credentials.basic('sam', 'secret').kind);
 * // → basic
 */
export const credentials = {
  basic: (user: string, password: string): Credentials => checked({ kind: 'basic', user, password }),
  bearer: (token: () => string | Promise<string>): Credentials => checked({ kind: 'bearer', token }),
  headers: (headers: HeaderFields | (() => HeaderFields | Promise<HeaderFields>)): Credentials =>
    checked({ kind: 'headers', headers }),
};

/** @throws TypeError if a part is invalid; the message names the part and never shows its value. */
export function checked(given: Credentials | null): Credentials {
  switch (given?.kind) {
    case 'basic':
      must(
        'credentials.basic: user',
        given.user,
        isOneLine(given.user) && !given.user.includes(':'),
        'a string in one line without a colon',
      );
      must('credentials.basic: password', given.password, isOneLine(given.password), 'a string in one line');
      return given;
    case 'bearer':
      must('credentials.bearer: token', given.token, typeof given.token === 'function', 'a function');
      return given;
    case 'headers':
      if (typeof given.headers !== 'function') checkFields(given.headers);
      return given;
    default:
      must('chatSession: credentials', given, false, 'made by credentials.basic, .bearer or .headers');
  }
}

/** The header fields that credentials amount to now. Rejects with what a function of the user's throws. */
export async function fieldsOf(given: Credentials): Promise<HeaderFields> {
  switch (given.kind) {
    case 'basic':
      return { Authorization: `Basic ${base64(`${given.user}:${given.password}`)}` };
    case 'bearer': {
      const token: unknown = await given.token();
      must('credentials.bearer: what the function gives', token, isWord(token), 'a string without spaces');
      return { Authorization: `Bearer ${token}` };
    }
    case 'headers':
      return checkFields(typeof given.headers === 'function' ? await given.headers() : given.headers);
  }
}

/** UTF-8, as RFC 7617 wants it; `btoa` takes bytes alone. */
export const base64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

function checkFields(fields: HeaderFields): HeaderFields {
  must(
    'credentials.headers: fields',
    fields,
    isFields(fields),
    'an object of strings of bytes, in one line each',
  );
  // Its own words name no value: a name may be printed, it is no secret.
  for (const name of Object.keys(fields))
    must(`credentials.headers: "${name}"`, name, isHeaderName(name), 'the name of a header');
  return fields;
}

const isOneLine = (value: unknown): value is string =>
  typeof value === 'string' && !/[\r\n\0]|\p{Surrogate}/u.test(value);

/** `fetch` refuses characters that are no bytes, and its error is that of a network that fails. */
const isFields = (fields: unknown): boolean =>
  typeof fields === 'object' &&
  fields !== null &&
  Object.values(fields).every((value) => isOneLine(value) && /^[\0-\xff]*$/.test(value));

const isWord = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);

export const isHeaderName = (name: string): boolean => /^[\w!#$%&'*+.^`|~-]+$/.test(name);

/** Of what is given it tells the type alone. */
function must(part: string, given: unknown, isRight: boolean, wanted: string): asserts isRight {
  if (!isRight) throw new TypeError(`${part} must be ${wanted}, got ${typeof given}`);
}
