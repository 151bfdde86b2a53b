/** Calls a `fetch` as a plain function and rejects anything but a response, which a `fetch` of the user's may return. */
export const checkedFetch =
  (given: typeof fetch | undefined): typeof fetch =>
  async (input, init) => {
    // Looked up at each call: what instruments or mocks the global one may come later.
    const response: unknown = await (given ?? globalThis.fetch).call(globalThis, input, init);
    if (isResponse(response)) return response;
    throw new TypeError(
      `fetch must answer with a Response, got ${response === null ? 'null' : typeof response}`,
    );
  };

/** By its members, for it may be of another realm or another implementation. */
const isResponse = (value: unknown): value is Response =>
  typeof value === 'object' &&
  value !== null &&
  'status' in value &&
  typeof value.status === 'number' &&
  'text' in value &&
  typeof value.text === 'function' &&
  'headers' in value &&
  typeof value.headers === 'object' &&
  value.headers !== null &&
  'get' in value.headers;
