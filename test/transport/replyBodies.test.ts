import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodyText, ignoreBody } from '../../src/transport/bodyText.ts';
import { transport } from './clients.ts';
import { serve } from './servers.ts';

const reading = { maxBytes: 1_000 };
const text = 'Grüße, 世界';

/** A response of another implementation of `fetch`. */
const responseOf = (fields: object): Response =>
  Object.assign(Object.create(null) as Response, { url: '', headers: new Headers(), ...fields });

describe('the body of a reply', () => {
  it.each<readonly [string, object]>([
    ['a stream of the web', new Response(text)],
    [
      'a stream of Node',
      { body: Readable.from([Buffer.from(text).subarray(0, 3), Buffer.from(text).subarray(3)]) },
    ],
    ['a stream of Node that gives strings', { body: Readable.from([text.slice(0, 3), text.slice(3)]) }],
    ['no body at all', { text: () => Promise.resolve(text) }],
    ['the body null', { body: null, text: () => Promise.resolve(text) }],
  ])('is read from %s', async (_, given) => {
    const response = given instanceof Response ? given : responseOf(given);
    expect(await bodyText(response, reading)).toBe(text);
  });

  it.each<readonly [string, object]>([
    ['a stream of the web', new Response('x'.repeat(1_001))],
    ['a stream of Node', { body: Readable.from(['x'.repeat(600), 'x'.repeat(600)]) }],
    ['no body at all', { text: () => Promise.resolve('x'.repeat(1_001)) }],
  ])('that is too long is a failure that names the limit: %s', async (_, given) => {
    const response = given instanceof Response ? given : responseOf(given);
    await expect(bodyText(response, reading)).rejects.toThrow(/longer than maxResponseBytes \(1000 bytes\)$/);
    expect(given instanceof Response ? '' : Reflect.get(given, 'body')).toSatisfy(
      (body: unknown) => !(body instanceof Readable) || body.destroyed,
    );
  });

  it('may be as long as allowed', async () => {
    expect(await bodyText(new Response('x'.repeat(1_000)), reading)).toHaveLength(1_000);
  });

  it.each<readonly [string, string | undefined, readonly number[], string]>([
    ['ISO-8859-1', 'application/json;charset=ISO-8859-1', [0xe9], 'é'],
    ['a quoted charset', 'text/plain; charset="windows-1252"', [0x80], '€'],
    ['an unknown charset', 'text/plain; charset=nonsense', [0xc3, 0xa9], 'é'],
    ['none', undefined, [0xc3, 0xa9], 'é'],
    [
      'a byte order mark against the charset',
      'text/plain; charset=iso-8859-1',
      [0xef, 0xbb, 0xbf, 0xc3, 0xa9],
      'é',
    ],
    ['UTF-16', undefined, [0xff, 0xfe, 0xe9, 0x00], 'é'],
  ])('is decoded as XMLHttpRequest does: %s', async (_, type, bytes, decoded) => {
    const headers = new Headers(type === undefined ? {} : { 'content-type': type });
    const body = new Response(new Uint8Array(bytes)).body;
    expect(await bodyText(responseOf({ headers, body }), reading)).toBe(decoded);
  });

  it('of a compressed reply counts after decompression, and costs little more than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(300_000_000, ' '));
    const { url } = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    const maxBytes = 32 * 1024 * 1024;
    const response = await transport().fetch(url);
    const before = process.memoryUsage().rss;
    let most = before;
    const onProgress = (): void => {
      most = Math.max(most, process.memoryUsage().rss);
    };
    await expect(bodyText(response, { maxBytes, onProgress })).rejects.toThrow(
      `maxResponseBytes (${maxBytes} bytes)`,
    );
    expect(most - before).toBeLessThan(2 * maxBytes);
  });

  it('that never ends is cancelled, however small its pieces are', async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(1));
      },
      cancel: () => {
        isCancelled = true;
      },
    });
    await expect(bodyText(new Response(body), { maxBytes: 100_000 })).rejects.toThrow('maxResponseBytes');
    expect(isCancelled).toBe(true);
  });

  it('that nobody reads is left when it is long', async () => {
    let sent = 0;
    const part = Buffer.alloc(16_384, ' ');
    const left = new Promise((resolve) => {
      void serve((_request, response) => {
        const write = (): void => {
          sent += part.length;
          if (response.write(part)) setImmediate(write);
          else response.once('drain', write);
        };
        response.once('close', resolve);
        write();
      }).then(async ({ url }) => {
        ignoreBody(await fetch(url));
      });
    });
    await left;
    expect(sent).toBeLessThan(20_000_000);
  });
});
