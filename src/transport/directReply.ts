import { type Duplex, pipeline, Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Reply } from './reply.ts';

/** Header fields in the order of their arrival, with names in lower case. A name may come several times. */
export type ReceivedFields = readonly (readonly [name: string, value: string])[];

/** A reply whose body is decompressed and read as it arrives. */
export function directReply(
  { status, statusText, url }: Pick<Reply, 'status' | 'statusText' | 'url'>,
  fields: ReceivedFields,
  body: AsyncIterable<Uint8Array>,
): Reply {
  const values = (wanted: string): string[] => {
    const lower = wanted.toLowerCase();
    return fields.filter(([name]) => name === lower).map(([, value]) => value);
  };
  const get = (name: string): string | null => {
    const found = values(name);
    return found.length === 0 ? null : found.join(', ');
  };
  return {
    status,
    statusText,
    url,
    headers: { get, getSetCookie: () => values('set-cookie') },
    body: decompressed(body, get('content-encoding') ?? ''),
  };
}

/** As `fetch` has it: a body that is cut ends where it is cut. */
const lenient = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };

const decompressors: ReadonlyMap<string, () => Duplex> = /*#__PURE__*/ new Map<string, () => Duplex>([
  ['gzip', () => createGunzip(lenient)],
  ['x-gzip', () => createGunzip(lenient)],
  ['deflate', () => createInflate(lenient)],
  ['br', () => createBrotliDecompress()],
]);

/** The last encoding comes off first. To leave the content early is to leave the body. */
function decompressed(body: AsyncIterable<Uint8Array>, encodings: string): AsyncIterable<Uint8Array> {
  let content = body;
  for (const encoding of encodings.toLowerCase().split(',').reverse()) {
    const decompressor = decompressors.get(encoding.trim())?.();
    if (decompressor !== undefined) content = pipeline(Readable.from(content), decompressor, () => undefined);
  }
  return content;
}
