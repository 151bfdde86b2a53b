import { isObject } from '../codec/ownFields.ts';
import { OperationFailedError } from '../model/index.ts';
import { httpReason } from '../transport/httpReason.ts';
import { readableError } from '../transport/readable.ts';
import { withoutStop } from './explained.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Sends an operation once, and returns the body of the reply.
 *
 * Wire: `statusCode` 0 is success; otherwise `statusMessage` says why not.
 *
 * @throws OperationFailedError with the server's reason.
 */
export async function sendOperation(
  fetch: typeof globalThis.fetch,
  chatId: string,
  { path, body }: { readonly path: string; readonly body: unknown },
  signal: AbortSignal,
): Promise<Fields> {
  const failed = (cause: unknown): never => {
    throw new OperationFailedError({ chatId, reason: withoutStop(readableError(cause)), cause });
  };
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
    signal,
  }).catch(failed);
  const text = await response.text().catch(failed);
  const reply = fieldsIn(text);
  const { status, statusText, ok } = response;
  const { statusCode, statusMessage } = reply;
  if (ok && (statusCode === undefined || statusCode === 0)) return reply;
  const told = typeof statusMessage === 'string' ? statusMessage : undefined;
  throw new OperationFailedError({
    chatId,
    reason: withoutStop(told ?? httpReason(status, statusText, response.url || path)),
    ...(typeof statusCode === 'number' && { statusCode }),
    ...(!ok && { httpStatus: status }),
  });
}

function fieldsIn(text: string): Fields {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
