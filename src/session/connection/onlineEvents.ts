/** Listens to the `online` event of a browser, where there is one. */
export interface OnlineEvents {
  listen(): void;
  ignore(): void;
}

export function onlineEvents(onOnline: () => void): OnlineEvents {
  const call = (method: string): void => {
    const found: unknown = Reflect.get(globalThis, method);
    if (typeof found === 'function') Reflect.apply(found, globalThis, ['online', onOnline]);
  };
  return {
    listen: () => {
      call('addEventListener');
    },
    ignore: () => {
      call('removeEventListener');
    },
  };
}
