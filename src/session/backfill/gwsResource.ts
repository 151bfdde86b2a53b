import { isObject } from '../../codec/ownFields.ts';
import { httpReason } from '../../transport/httpReason.ts';
import { parsedJson } from '../../transport/parsedJson.ts';
import { placeOf, readableError } from '../../transport/readable.ts';
import { retryAfterOf } from '../../transport/retryAfter.ts';
import { explained, withoutStop } from '../explained.ts';
import { HistoryError } from './chatHistory.ts';

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Fetches a resource of GWS.
 *
 * @throws HistoryError if it is not an object, or reports a failure.
 */
export async function gwsResource(
  fetch: typeof globalThis.fetch,
  url: string,
  signal: AbortSignal,
): Promise<Fields> {
  const response = await fetch(url, { headers: { Accept: 'application/json' }, signal });
  const { ok, status, statusText, headers } = response;
  const place = response.url || url;
  if (!ok) {
    await response.body?.cancel();
    const reason = explained(
      httpReason(status, statusText, place),
      status === 404 ? undefined : status, // GWS itself gives it for a chat that it does not know
      ' Check that the chat still exists, and `paths`.',
    );
    throw new HistoryError(reason, status, retryAfterOf(headers.get('Retry-After'), Date.now()));
  }
  const text = await response.text();
  let body: unknown;
  try {
    body = parsedJson(text, response, placeOf(place));
  } catch (error) {
    throw notGws(readableError(error));
  }
  if (!isObject(body)) throw notGws(`expected an object from ${placeOf(place)}`);
  const { statusCode = 0, statusMessage = '' } = body;
  if (statusCode === 0) return body;
  const words = withoutStop(String(statusMessage));
  throw new HistoryError(
    `statusCode ${String(statusCode)} from ${placeOf(place)}: ${words}. Check the user's permissions.`,
  );
}

export function listIn(fields: Fields, name: string): readonly unknown[] {
  const { [name]: list } = fields;
  if (Array.isArray(list)) return list;
  throw notGws(`expected a list of ${name} in the answer, got ${list === null ? 'null' : typeof list}`);
}

const notGws = (reason: string): HistoryError => new HistoryError(explained(reason, 200));
