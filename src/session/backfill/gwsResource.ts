import { isObject } from '../../codec/ownFields.ts';
import { bodyText, defaultMaxBytes, ignoreBody } from '../../transport/bodyText.ts';
import { httpReason } from '../../transport/httpReason.ts';
import { noStore } from '../../transport/noStore.ts';
import { parsedJson } from '../../transport/parsedJson.ts';
import { placeOf, readableError } from '../../transport/readable.ts';
import { type Clean, unchanged } from '../../transport/replyError.ts';
import { retryAfterOf } from '../../transport/retryAfter.ts';
import { explained, withoutStop } from '../explained.ts';
import { HistoryError } from './chatHistory.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** How a resource is fetched. */
export interface ResourceOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly maxResponseBytes?: number | undefined;
  /** Takes the secrets out of what the server says. */
  readonly clean?: Clean | undefined;
}

/**
 * Fetches a resource of GWS.
 *
 * @throws HistoryError if it is not an object, or reports a failure.
 */
export async function gwsResource(
  { fetch, maxResponseBytes: maxBytes = defaultMaxBytes, clean = unchanged }: ResourceOptions,
  url: string,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<Fields> {
  const response = await fetch(url, { ...noStore, headers: { Accept: 'application/json' }, signal });
  onProgress();
  const { status, statusText, headers } = response;
  const place = response.url || url;
  if (status < 200 || status > 299) {
    ignoreBody(response);
    const reason = explained(
      httpReason(status, statusText, place, clean),
      status === 404 ? undefined : status, // GWS itself gives it for a chat that it does not know
      ' Check that the chat still exists, and `paths`.',
    );
    throw new HistoryError(reason, status, retryAfterOf(headers, Date.now()));
  }
  const text = await bodyText(response, { maxBytes, onProgress, clean });
  let body: unknown;
  try {
    body = parsedJson(text, response, place, clean);
  } catch (error) {
    throw notGws(readableError(error));
  }
  const from = clean(placeOf(place));
  if (!isObject(body)) throw notGws(`expected an object from ${from}`);
  const { statusCode = 0, statusMessage = '' } = body;
  if (statusCode === 0) return body;
  const words = withoutStop(clean(String(statusMessage)).slice(0, longestWords));
  throw new HistoryError(
    `statusCode ${clean(String(statusCode)).slice(0, longestWords)} from ${from}: ${words}. Check the user's permissions.`,
  );
}

/** Of what the server says, in characters. */
const longestWords = 200;

export function listIn(fields: Fields, name: string): readonly unknown[] {
  const { [name]: list } = fields;
  if (Array.isArray(list)) return list;
  throw notGws(`expected a list of ${name} in the answer, got ${list === null ? 'null' : typeof list}`);
}

const notGws = (reason: string): HistoryError => new HistoryError(explained(reason, 200));
