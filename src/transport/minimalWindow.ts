/**
 * CometD reads its timers, its console, its sockets and a constant from `window`. Where there is none, as in Node and in
 * workers, it gets one, which looks each of them up when it is used; an existing one is left as it is.
 */
export function ensureWindow(): void {
  if (Reflect.get(globalThis, 'window') !== undefined) return;
  const minimal = {
    setTimeout: (task: () => void, ms: number): unknown => setTimeout(task, ms),
    clearTimeout: (timer: ReturnType<typeof setTimeout>): void => {
      clearTimeout(timer);
    },
  };
  lookedUp(minimal, 'console');
  lookedUp(minimal, 'WebSocket');
  lookedUp(minimal, 'XMLHttpRequest', { UNSENT: 0 });
  Object.defineProperty(globalThis, 'window', { value: minimal, configurable: true, writable: true });
}

/** A property that is the global one of the moment, until it is set: `adapt()` of `cometd-nodejs-client` sets them all. */
function lookedUp(target: object, name: string, otherwise?: unknown): void {
  Object.defineProperty(target, name, {
    configurable: true,
    enumerable: true,
    get: (): unknown => Reflect.get(globalThis, name) ?? otherwise,
    set: (value: unknown) => {
      Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
    },
  });
}
