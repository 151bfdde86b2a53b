import { Chunks } from './chunks.ts';
import { directReply, type ReceivedFields } from './directReply.ts';
import type { Reply } from './reply.ts';

/** What later versions of undici give each method of a handler. */
interface Controller {
  abort(reason: unknown): void;
  pause(): void;
  resume(): void;
}

/** Where a reply goes. */
export interface Receiver {
  readonly url: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Takes the reply to one request from the dispatcher of Node. Undici 6 calls `onConnect`, `onHeaders`, `onData`, `onComplete`
 * and `onError`; later versions call the methods whose names have `Request` or `Response` in them.
 */
export class DispatchHandler {
  readonly #receiver: Receiver;
  readonly #chunks = new Chunks({
    resume: () => {
      this.#resume();
    },
    cancel: () => {
      this.#abort(new DOMException('The body is not read', 'AbortError'));
    },
  });
  #hasBegun = false;
  #resume = (): void => undefined;
  #abort: (reason: unknown) => void = () => undefined;

  constructor(receiver: Receiver) {
    this.#receiver = receiver;
    receiver.signal?.addEventListener('abort', this.#onAbort);
  }

  onConnect(abort: (reason: unknown) => void): void {
    this.#abort = abort;
    if (this.#receiver.signal?.aborted === true) this.#onAbort();
  }

  onRequestStart(controller: Controller): void {
    this.#resume = () => {
      controller.resume();
    };
    this.onConnect((reason) => {
      controller.abort(reason);
    });
  }

  /** @param raw - names and values in turn. */
  onHeaders(status: number, raw: readonly Buffer[], resume: () => void, statusText: string): boolean {
    this.#resume = resume;
    const fields: (readonly [string, string])[] = [];
    for (let at = 0; at < raw.length; at += 2)
      fields.push([textOf(raw[at]).toLowerCase(), textOf(raw[at + 1])]);
    this.#begin(status, statusText, fields);
    return true;
  }

  onResponseStart(
    _controller: Controller,
    status: number,
    headers: Readonly<Record<string, string | readonly string[]>>,
    statusText = '',
  ): void {
    const fields = Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((value) => [name.toLowerCase(), value] as const),
    );
    this.#begin(status, statusText, fields);
  }

  onData(chunk: Uint8Array): boolean {
    return this.#chunks.push(chunk);
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    if (!this.#chunks.push(chunk)) controller.pause();
  }

  onComplete(): void {
    this.#end({});
  }

  onResponseEnd(): void {
    this.#end({});
  }

  /** Fails with what `fetch` fails with. */
  onError(cause: unknown): void {
    const { signal, reject } = this.#receiver;
    const words = this.#hasBegun ? 'terminated' : 'fetch failed';
    const error: unknown = signal?.aborted === true ? signal.reason : new TypeError(words, { cause });
    reject(error);
    this.#end({ error });
  }

  onResponseError(_controller: Controller, cause: unknown): void {
    this.onError(cause);
  }

  readonly #onAbort = (): void => {
    const { signal, reject } = this.#receiver;
    this.#abort(signal?.reason);
    reject(signal?.reason);
  };

  #begin(status: number, statusText: string, fields: ReceivedFields): void {
    if (status < 200) return; // the reply is still to come
    this.#hasBegun = true;
    const { url, resolve } = this.#receiver;
    resolve(directReply({ status, statusText, url }, fields, this.#chunks));
  }

  #end(end: { readonly error?: unknown }): void {
    this.#receiver.signal?.removeEventListener('abort', this.#onAbort);
    this.#chunks.end(end);
  }
}

const textOf = (raw: Buffer | undefined): string => raw?.toString('latin1') ?? '';
