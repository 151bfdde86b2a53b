/**
 * CometD reads its timers, its console and a constant from `window`. Where there is none it gets one, which looks
 * each of them up when it is used; an existing one is left as it is.
 */
export function ensureWindow(): void {
  if (Reflect.get(globalThis, 'window') !== undefined) return;
  const minimal = {
    setTimeout: (task: () => void, ms: number): unknown => setTimeout(task, ms),
    clearTimeout: (timer: ReturnType<typeof setTimeout>): void => {
      clearTimeout(timer);
    },
    XMLHttpRequest: { UNSENT: 0 },
    get console(): Console {
      return globalThis.console;
    },
    get WebSocket(): unknown {
      return 'WebSocket' in globalThis ? globalThis.WebSocket : undefined;
    },
  };
  Object.defineProperty(globalThis, 'window', { value: minimal, configurable: true, writable: true });
}
