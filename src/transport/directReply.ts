import { type Duplex, pipeline, Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Chunks } from './chunks.ts';
import type { Reply } from './reply.ts';

/** Header fields by their names in lower case. */
export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A reply whose body is read as it arrives. */
export class DirectReply implements Reply {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Reply['headers'];
  readonly body: AsyncIterable<Uint8Array>;

  constructor(url: string, status: number, statusText: string, fields: Fields, chunks: Chunks) {
    this.url = url;
    this.status = status;
    this.statusText = statusText;
    const values = (name: string): readonly string[] => [fields[name.toLowerCase()] ?? []].flat();
    this.headers = {
      get: (name) => (values(name).length === 0 ? null : values(name).join(', ')),
      getSetCookie: () => [...values('set-cookie')],
    };
    this.body = decoded(chunks, values('content-encoding').join(','));
  }

  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of this.body) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  }
}

const lenient = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };

const decoders: Readonly<Record<string, () => Duplex>> = {
  gzip: () => createGunzip(lenient),
  'x-gzip': () => createGunzip(lenient),
  deflate: () => createInflate(lenient),
  br: () => createBrotliDecompress(),
};

/** The content of a body. Leaving it early leaves the body. */
function decoded(body: AsyncIterable<Uint8Array>, encodings: string): AsyncIterable<Uint8Array> {
  let content = body;
  for (const encoding of encodings.toLowerCase().split(',').reverse()) {
    const decoder = decoders[encoding.trim()]?.();
    if (decoder !== undefined) content = pipeline(Readable.from(content), decoder, () => undefined);
  }
  return content;
}
