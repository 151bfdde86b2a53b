/** One request, as `fetch` takes it. */
export interface Hop {
  readonly url: URL;
  readonly init: RequestInit;
}

/** Takes a request apart, because a `fetch` of the user's may not know this realm's `Request`. */
export async function hopOf(
  input: string | URL | Request,
  init: RequestInit = {},
  base?: string,
): Promise<Hop> {
  if (!(input instanceof Request)) return { url: new URL(input, base), init };
  const { method, headers, redirect, credentials, signal } = input;
  const body = input.body === null || init.body != null ? null : await input.arrayBuffer();
  return { url: new URL(input.url), init: { method, headers, redirect, credentials, signal, body, ...init } };
}
