/** What the `fetch` of Node sends requests with. */
interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean;
}

/**
 * The option by which the `fetch` of Node waits for a reply without a limit, where there is one. Without it a reply that has
 * not begun within 300 seconds is a failure; a server may hold a poll for longer, and CometD has a timer of its own.
 */
export function untimed(): object {
  const current: unknown = Reflect.get(globalThis, slot());
  if (!isDispatcher(current)) return {};
  const dispatcher: Dispatcher = {
    dispatch: (options, handler) =>
      current.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler),
  };
  return { dispatcher };
}

/** Where undici, of which Node has a copy of its own, has what all requests are sent with: an app may set a proxy there. */
function slot(): symbol {
  const isOld = Number.parseInt(process.versions['undici'] ?? '', 10) < 8;
  return Symbol.for(`undici.globalDispatcher.${isOld ? 1 : 2}`);
}

const isDispatcher = (value: unknown): value is Dispatcher =>
  typeof value === 'object' && value !== null && 'dispatch' in value && typeof value.dispatch === 'function';
