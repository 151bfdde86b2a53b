import { type Clean, ReplyError, unchanged } from './replyError.ts';

/** Origin and path: neither user, password, query nor path parameters (`;jsessionid=…`), which may hold secrets. */
export function placeOf(url: string): string {
  try {
    const { origin, protocol, host, pathname } = new URL(url);
    return `${origin === 'null' ? `${protocol}//${host}` : origin}${pathname.replaceAll(/;[^/]*/g, '')}`;
  } catch {
    return 'an invalid URL';
  }
}

/** `fetch failed: ECONNREFUSED 127.0.0.1:80`, where `fetch` itself says the first two words alone. Never throws. */
export function readableError(error: unknown, clean: Clean = unchanged): string {
  try {
    if (error instanceof ReplyError) return error.message;
    if (!(error instanceof Error)) return clean(withoutPlaces(String(error)));
    const cause = causeOf(error.cause);
    return clean(withoutPlaces(cause === '' ? error.message : `${error.message}: ${cause}`));
  } catch {
    return 'an error that cannot be read';
  }
}

/** No longer text of others is looked through; less than this is shown of it. */
const longestText = 10_000;

/** A run of characters is looked through once: it begins where none of them stands before. */
const withoutPlaces = (text: string): string =>
  text.slice(0, longestText).replace(/(?<![a-z\d+.-])[a-z\d+.-]+:\/\/[^\s"'<>]+/gi, (url) => placeOf(url));

function causeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  // A name with several addresses fails with one error an address.
  const errors: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  const { code, address, port, hostname } = fieldsOf(errors[0]);
  if (code === undefined) return cause.message;
  const where = address === undefined ? hostname : port === undefined ? address : `${address}:${port}`;
  return where === undefined ? `${code} ${cause.message}`.trim() : `${code} ${where}`;
}

type SystemField = 'code' | 'address' | 'port' | 'hostname';

function fieldsOf(error: unknown): Partial<Record<SystemField, string>> {
  if (typeof error !== 'object' || error === null) return {};
  return Object.fromEntries(
    Object.entries(error)
      .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
      .map(([name, value]) => [name, String(value)]),
  );
}
