import type { BroadcastChannelLike, LockManagerLike, PageEvent, TabBrowser } from './types.ts';

/** What this page offers, or why its tabs cannot share a connection. */
export function thisBrowser(): TabBrowser | string {
  const locks: unknown = valueAt('navigator', 'locks');
  const Channel: unknown = valueAt('BroadcastChannel');
  const { crypto } = globalThis;
  if (!isLockManager(locks)) return 'this page has no Web Locks: they require https or localhost';
  if (!isChannelClass(Channel)) return 'this browser has no BroadcastChannel';
  return {
    locks,
    openChannel: (name) => new Channel(name),
    isVisible: () => valueAt('document', 'visibilityState') !== 'hidden',
    onPageEvent,
    digest: async (text) => {
      const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      return new Uint8Array(bytes).join('.');
    },
    newId: () => crypto.randomUUID(),
    now: () => performance.now(),
  };
}

/** Wire: a page is frozen with `freeze`, and kept for the way back with `pagehide`. */
const pageEvents: readonly (readonly ['document' | 'window', string, PageEvent])[] = [
  ['document', 'visibilitychange', 'visibility'],
  ['document', 'freeze', 'away'],
  ['document', 'resume', 'back'],
  ['window', 'pagehide', 'away'],
  ['window', 'pageshow', 'back'],
];

function onPageEvent(listener: (type: PageEvent) => void): () => void {
  const stops = pageEvents.map(([where, name, type]) => {
    const target = valueAt(where);
    if (!(target instanceof EventTarget)) return () => undefined; // in a worker
    const listen = (): void => {
      listener(type);
    };
    target.addEventListener(name, listen);
    return () => {
      target.removeEventListener(name, listen);
    };
  });
  return () => {
    for (const stop of stops) stop();
  };
}

/** A global, or a field of one; there are none of a browser's under Node. Some throw where they are not allowed. */
function valueAt(name: string, field?: string): unknown {
  try {
    const value: unknown = Reflect.get(globalThis, name);
    return field === undefined || typeof value !== 'object' || value === null
      ? value
      : Reflect.get(value, field);
  } catch {
    return undefined;
  }
}

const isLockManager = (value: unknown): value is LockManagerLike =>
  typeof value === 'object' && value !== null && 'request' in value && 'query' in value;

const isChannelClass = (value: unknown): value is new (name: string) => BroadcastChannelLike =>
  typeof value === 'function';
