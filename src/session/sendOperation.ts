import { isObject } from '../codec/ownFields.ts';
import { OperationFailedError } from '../model/index.ts';
import { bodyText } from '../transport/bodyText.ts';
import { httpReason } from '../transport/httpReason.ts';
import { noStore } from '../transport/noStore.ts';
import { readableError } from '../transport/readable.ts';
import type { Clean } from '../transport/replyError.ts';
import { shortReason } from './shortReason.ts';
import { withoutStop } from './explained.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What operations are sent with. */
export interface Sending {
  readonly fetch: typeof fetch;
  readonly maxResponseBytes: number;
  /** Takes the secrets out of what the server says. */
  readonly clean: Clean;
}

/**
 * Sends an operation once, and returns the body of the reply.
 *
 * Wire: `statusCode` 0 is success; otherwise `statusMessage` says why not.
 *
 * @throws OperationFailedError with the server's reason.
 */
export async function sendOperation(
  { fetch, maxResponseBytes: maxBytes, clean }: Sending,
  chatId: string,
  { path, body }: { readonly path: string; readonly body: unknown },
  signal: AbortSignal,
): Promise<Fields> {
  const failed = (cause: unknown): never => {
    throw new OperationFailedError({ chatId, reason: reasonOf(readableError(cause, clean)), cause });
  };
  const response = await fetch(path, {
    ...noStore,
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
    signal,
  }).catch(failed);
  const text = await bodyText(response, { maxBytes, clean }).catch(failed);
  const reply = fieldsIn(text);
  const { status, statusText } = response;
  const ok = status >= 200 && status < 300;
  const { statusCode, statusMessage } = reply;
  if (ok && (statusCode === undefined || statusCode === 0)) return reply;
  const stated = typeof statusMessage === 'string' ? clean(statusMessage) : undefined;
  throw new OperationFailedError({
    chatId,
    reason: reasonOf(stated ?? httpReason(status, statusText, response.url || path, clean)),
    ...(typeof statusCode === 'number' && { statusCode }),
    ...(!ok && { httpStatus: status }),
  });
}

const reasonOf = (text: string): string => withoutStop(shortReason(text));

function fieldsIn(text: string): Fields {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
