import { decodedText } from './decodedBody.ts';
import { placeOf } from './readable.ts';
import type { Reply } from './reply.ts';
import { type Clean, ReplyError, unchanged } from './replyError.ts';

/** How the body of a reply is read. */
export interface Reading {
  /** More bytes than this, after decompression, are a failure. */
  readonly maxBytes: number;
  /** Called whenever something has arrived. */
  readonly onProgress?: (() => void) | undefined;
  readonly clean?: Clean | undefined;
}

/** Default of the option `maxResponseBytes`: 32 MiB. */
export const defaultMaxBytes = 33_554_432;

/**
 * The body of a reply as text, decoded as `XMLHttpRequest` does. Also of a response whose body is a stream of Node, or that
 * has none.
 *
 * @throws ReplyError that names the limit, if the body is longer; the rest is not read then.
 */
export async function bodyText(response: Reply, { maxBytes, onProgress, clean }: Reading): Promise<string> {
  const body: unknown = response.body;
  const tooLong = (): Error => tooLongError(maxBytes, response.url, clean);
  if (!isIterable(body)) {
    const text = (await response.text?.()) ?? '';
    if (text.length > maxBytes) throw tooLong();
    return text;
  }
  const bytes = new Bytes(maxBytes);
  for await (const chunk of chunksOf(body)) {
    onProgress?.();
    if (!bytes.add(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)) throw tooLong();
  }
  return decodedText(bytes.all(), response.headers.get('content-type'));
}

export const tooLongError = (maxBytes: number, url: string, clean: Clean = unchanged): Error =>
  new ReplyError(
    `the response${url && ` from ${clean(placeOf(url))}`} is longer than maxResponseBytes (${maxBytes} bytes)`,
  );

/** What is read for the sake of its connection alone, in bytes. */
const longestIgnored = 65_536;

/** Frees the connection of a reply that nobody reads: a short body is read, and a long one cancelled. Never throws. */
export function ignoreBody(response: Reply): void {
  bodyText(response, { maxBytes: longestIgnored }).catch(() => undefined);
}

type Chunk = Uint8Array | string;

const isIterable = (body: unknown): body is ReadableStream<Uint8Array> | AsyncIterable<Chunk> =>
  typeof body === 'object' && body !== null && ('getReader' in body || Symbol.asyncIterator in body);

/** A stream of browsers is not iterable everywhere. Leaving early cancels it. */
async function* chunksOf(body: ReadableStream<Uint8Array> | AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
  if (!('getReader' in body)) {
    yield* body;
    return;
  }
  const reader = body.getReader();
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isOver = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!isOver) reader.cancel().catch(() => undefined);
  }
}

/** Bytes in one piece: many small ones would each cost far more than they hold. */
class Bytes {
  readonly #most: number;
  #bytes: Uint8Array = new Uint8Array();
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Returns `false` if there are more than allowed. */
  add(chunk: Uint8Array): boolean {
    const length = this.#length + chunk.length;
    if (length > this.#most) return false;
    if (this.#length === 0) this.#bytes = chunk;
    else {
      if (length > this.#bytes.length) this.#grow(length);
      this.#bytes.set(chunk, this.#length);
    }
    this.#length = length;
    return true;
  }

  all(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.min(this.#most, 2 * length));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
