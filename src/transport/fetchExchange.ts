import type { Packet } from './cometd.ts';
import { placeOf, readableError } from './readable.ts';
import { retryAfterOf } from './retryAfter.ts';
import type { TransportOptions, TransportResponse } from './transport.ts';

/** What CometD asks of an `XMLHttpRequest` that was sent. */
export interface Exchange {
  readonly readyState: number;
  readonly status: number;
  abort(): void;
}

type Told = Pick<TransportOptions, 'headers' | 'onResponse'> & { readonly fetch: typeof fetch };

/** Sends what CometD's long polling would send with an `XMLHttpRequest`, and answers it once. */
export function fetchExchange(packet: Packet, told: Told): Exchange {
  const controller = new AbortController();
  // `OPENED`, `DONE`: while it is `UNSENT`, CometD does not wait for an answer to `abort()`.
  const exchange = {
    readyState: 1,
    status: 0,
    abort(): void {
      // At once, as `XMLHttpRequest` does: after `abort()` CometD may poll anew, and takes a late answer for another's.
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

  const run = async (): Promise<void> => {
    const response = await told.fetch(packet.url, {
      method: 'POST',
      headers: headersOf(packet, told),
      body: packet.body,
      signal: controller.signal,
    });
    exchange.status = response.status;
    const url = placeOf(response.url || packet.url);
    told.onResponse?.(summaryOf(response, url));
    const text = await response.text();
    const messages = response.ok ? messagesIn(text, response, url) : undefined;
    answer(() => {
      if (messages !== undefined) packet.onSuccess(messages);
      else packet.onError(`HTTP ${`${response.status} ${response.statusText}`.trim()} from ${url}`);
    });
  };
  run().catch((error: unknown) => {
    answer(() => {
      packet.onError(readableError(error), error);
    });
  });
  return exchange;
}

/** Names of headers differ in case, and the last one counts. */
function headersOf(packet: Packet, told: Told): Headers {
  const headers = new Headers(packet.headers);
  for (const [name, value] of Object.entries(told.headers())) headers.set(name, value);
  headers.set('content-type', 'application/json');
  return headers;
}

/** @throws Error that says what came instead: CometD itself would fall silent over some of it. */
function messagesIn(text: string, { headers }: Response, url: string): readonly object[] {
  const type = headers.get('content-type')?.split(';', 1)[0];
  const got = text === '' ? 'an empty response' : (type ?? 'text of no content type');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error(`expected JSON, got ${got} from ${url}`);
  }
  const messages: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (messages.length > 0 && messages.every(isMessage)) return messages;
  throw new Error(`expected Bayeux messages, got other JSON from ${url}`);
}

const isMessage = (value: unknown): value is { readonly channel: string } =>
  typeof value === 'object' && value !== null && 'channel' in value && typeof value.channel === 'string';

function summaryOf({ status, headers }: Response, url: string): TransportResponse {
  const retryAfterMs = retryAfterOf(headers.get('retry-after'), Date.now());
  return {
    status,
    url,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}
