import type { ReplyHeaders } from './transport.ts';

/** A `Response`, or what stands in for one. */
export interface Reply {
  readonly status: number;
  readonly statusText: string;
  /** Where it comes from. */
  readonly url: string;
  readonly headers: ReplyHeaders & Partial<Pick<Headers, 'getSetCookie'>>;
  /** A stream of any kind. */
  readonly body: unknown;
  /** For a body that is no stream. */
  text?(): Promise<string>;
}

/** Sends one request; a redirect is a reply like any other. */
export type Send<R extends Reply = Reply> = (url: URL, init: RequestInit) => Promise<R>;

/** Takes whatever the global `fetch` takes. */
export type FetchOf<R extends Reply> = (...request: Parameters<typeof fetch>) => Promise<R>;
