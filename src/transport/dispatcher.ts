/** What the `fetch` of Node sends requests with. */
export interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
}

/** Options of a request that may take however long: a server may hold a poll, and CometD has a timer of its own. */
export const untimed = { headersTimeout: 0, bodyTimeout: 0 };

/** The dispatcher of the moment; `undefined` where there is none, or not yet. */
export function currentDispatcher(): Dispatcher | undefined {
  const current: unknown = Reflect.get(globalThis, dispatcherSlot);
  return isDispatcher(current) ? current : undefined;
}

/** Where undici, of which Node has a copy of its own, has what all requests are sent with: an app may set a proxy there. */
export const dispatcherSlot: symbol = /*#__PURE__*/ Symbol.for(
  `undici.globalDispatcher.${Number.parseInt(process.versions['undici'] ?? '', 10) < 8 ? 1 : 2}`,
);

const isDispatcher = (value: unknown): value is Dispatcher =>
  typeof value === 'object' && value !== null && 'dispatch' in value && typeof value.dispatch === 'function';
