import { bodyText, defaultMaxBytes, ignoreBody } from './bodyText.ts';
import type { Exchange, Packet } from './cometd.ts';
import { noStore } from './noStore.ts';
import { plainFields } from './plainFields.ts';
import { placeOf, readableError } from './readable.ts';
import { type Clean, ReplyError, unchanged } from './replyError.ts';
import { httpReason } from './httpReason.ts';
import { parsedJson } from './parsedJson.ts';
import { isRenewed, mostRepeats } from './renewed.ts';
import type { FetchOf, Reply } from './reply.ts';
import { retryAfterOf } from './retryAfter.ts';
import type { TransportOptions } from './transport.ts';

type ExchangeOptions = Pick<TransportOptions, 'headers' | 'onReply' | 'maxResponseBytes' | 'clean'> & {
  readonly fetch: FetchOf<Reply>;
  /** Called whenever something has arrived. */
  readonly onProgress: () => void;
};

const contentType = { 'content-type': 'application/json' };

/** What CometD hands on as the `exception` of a failure: an answer that is no success may say when to come back. */
class HttpError extends ReplyError {
  readonly retryAfterMs: number | undefined;

  constructor({ status, statusText, headers }: Reply, url: string, clean: Clean | undefined) {
    super(httpReason(status, statusText, url, clean));
    this.retryAfterMs = retryAfterOf(headers, Date.now());
  }
}

/** Sends what CometD's long polling would send with an `XMLHttpRequest`, and answers it once. */
export function fetchExchange(packet: Packet, options: ExchangeOptions): Exchange {
  const controller = new AbortController();
  // `OPENED`, `DONE`: while it is `UNSENT`, CometD does not wait for an answer to `abort()`.
  const exchange = {
    readyState: 1,
    status: 0,
    abort(): void {
      // At once, as `XMLHttpRequest` does: after `abort()` CometD may poll again, and would match a late reply to that poll.
      answer(() => {
        packet.onError('abort');
      });
      controller.abort();
    },
  };
  const answer = (deliver: () => void): void => {
    if (exchange.readyState === 4) return;
    exchange.readyState = 4;
    deliver();
  };

  const send = async (own: Record<string, string>): Promise<Reply> => {
    const response = await options.fetch(packet.url, {
      ...noStore,
      method: 'POST',
      headers: plainFields(packet.headers, own, contentType),
      body: packet.body,
      signal: controller.signal,
    });
    options.onProgress();
    if (isOfOrigin(response.url, packet.url)) options.onReply?.(response.headers);
    return response;
  };

  const run = async (): Promise<void> => {
    let sent = options.headers();
    let response = await send(sent);
    for (let count = 0; count < mostRepeats && response.status === 403; count += 1) {
      if (!(await isRenewed(sent, options))) break;
      controller.signal.throwIfAborted();
      ignoreBody(response);
      sent = options.headers();
      response = await send(sent);
    }
    // As with `XMLHttpRequest`: a reply that breaks off counts as no reply.
    const { status } = response;
    const url = response.url || packet.url;
    if (status < 200 || status > 299) {
      exchange.status = status;
      ignoreBody(response);
      throw new HttpError(response, url, options.clean);
    }
    const { maxResponseBytes: maxBytes = defaultMaxBytes, onProgress, clean } = options;
    const text = await bodyText(response, { maxBytes, onProgress, clean });
    exchange.status = status;
    const messages = messagesIn(text, response, url, clean);
    answer(() => {
      packet.onSuccess(messages);
    });
  };
  run().catch((error: unknown) => {
    answer(() => {
      packet.onError(readableError(error, options.clean), error);
    });
  });
  return exchange;
}

/** A token that a redirect brings from elsewhere is not the server's. */
const isOfOrigin = (url: string, asked: string): boolean =>
  url === asked || new URL(url, asked).origin === new URL(asked).origin;

/** @throws ReplyError that says what came instead: CometD itself would fall silent over some of it. */
function messagesIn(text: string, response: Reply, url: string, clean: Clean = unchanged): readonly object[] {
  const parsed = parsedJson(text, response, url, clean);
  const messages: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (messages.length > 0 && messages.every(isMessage)) return messages;
  throw new ReplyError(`expected Bayeux messages, got other JSON from ${clean(placeOf(url))}`);
}

const isMessage = (value: unknown): value is { readonly channel: string } =>
  typeof value === 'object' && value !== null && 'channel' in value && typeof value.channel === 'string';
