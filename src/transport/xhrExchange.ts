import { defaultMaxBytes, tooLongError } from './bodyText.ts';
import type { Exchange, Packet, Xhr } from './cometd.ts';
import { isRenewed, mostRepeats } from './renewed.ts';
import { unchanged } from './replyError.ts';
import type { ReplyHeaders, TransportOptions } from './transport.ts';

/**
 * Sends by CometD's own `XMLHttpRequest`, with headers of our own. What was refused with 403 is sent again if they have
 * been renewed since.
 */
export function xhrExchange(
  packet: Packet,
  send: (packet: Packet) => Xhr,
  options: Pick<TransportOptions, 'headers' | 'onReply' | 'maxResponseBytes' | 'clean'> & {
    readonly onProgress: () => void;
  },
): Exchange {
  const { maxResponseBytes = defaultMaxBytes, onProgress, clean = unchanged } = options;
  let xhr: Xhr | undefined;
  let isDone = false;

  const answer = (deliver: () => void): void => {
    if (isDone) return;
    isDone = true;
    deliver();
  };
  const fail = (reason: string, exception?: unknown): void => {
    answer(() => {
      packet.onError(reason, exception);
    });
  };

  const sendOnce = (onForbidden: (sent: Record<string, string>, reason: string) => void): void => {
    const sent = options.headers();
    xhr = send({
      ...packet,
      headers: { ...packet.headers, ...sent },
      onSuccess: (response) => {
        note(xhr, options);
        answer(() => {
          packet.onSuccess(response);
        });
      },
      onError: (reason, exception) => {
        note(xhr, options);
        if (xhr?.status === 403 && !isDone) onForbidden(sent, reason);
        else fail(clean(reason), exception);
      },
    });
    xhr.addEventListener?.('progress', ({ loaded }) => {
      onProgress();
      if (loaded <= maxResponseBytes) return;
      const tooLong = tooLongError(maxResponseBytes, packet.url, clean);
      fail(tooLong.message, tooLong);
      xhr?.abort();
    });
  };

  const sendAgain = async (sent: Record<string, string>, reason: string, repeats: number): Promise<void> => {
    const renewed = repeats > 0 && (await isRenewed(sent, options));
    if (isDone) return;
    if (renewed) sendWith(repeats - 1);
    else fail(clean(reason));
  };

  const sendWith = (repeats: number): void => {
    sendOnce((sent, reason) => {
      sendAgain(sent, reason, repeats).catch((error: unknown) => {
        fail('error', error);
      });
    });
  };
  sendWith(mostRepeats);

  return {
    get readyState() {
      return isDone ? 4 : 1;
    },
    get status() {
      return xhr?.status ?? 0;
    },
    abort() {
      xhr?.abort();
      fail('abort'); // between two sends nobody else says so
    },
  };
}

/** Passes on the headers of a reply. One by one, each that another origin does not expose would be a line on the console. */
function note(xhr: Xhr | undefined, { onReply }: Pick<TransportOptions, 'onReply'>): void {
  const text = xhr?.getAllResponseHeaders?.();
  if (typeof text === 'string' && text !== '') onReply?.(headersIn(text));
}

/** Headers as `getAllResponseHeaders` gives them. */
function headersIn(text: string): ReplyHeaders {
  const fields = new Map(
    text.split(/\r?\n/).map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return { get: (name) => fields.get(name.toLowerCase()) ?? null };
}
