export interface ClosableFetch {
  readonly fetch: typeof fetch;
  /** Aborts every request whose response is not read to its end, and refuses all later ones. */
  close(): void;
}

type Followers = WeakMap<AbortSignal, Set<AbortController>>;

/** A `fetch` with an end. */
export function closableFetch(send: typeof fetch): ClosableFetch {
  const underWay = new Set<AbortController>();
  // No event says that a body was read to its end, but its reader references it.
  const unread = new FinalizationRegistry<() => void>((forget) => {
    forget();
  });
  const known: Followers = new WeakMap();
  let isClosed = false;

  const closable: typeof fetch = async (input, init) => {
    const controller = new AbortController();
    if (isClosed) controller.abort(closed());
    const outer = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    if (outer?.aborted === true) controller.abort(outer.reason);
    controller.signal.throwIfAborted();
    const followers = outer && followersIn(known, outer);
    const forget = (): void => {
      underWay.delete(controller);
      followers?.delete(controller);
    };
    underWay.add(controller);
    followers?.add(controller);
    try {
      const response = await send(input, { ...init, signal: controller.signal });
      controller.signal.throwIfAborted();
      if (typeof response.body === 'object' && response.body !== null) unread.register(response.body, forget);
      else forget();
      return response;
    } catch (error) {
      forget();
      throw error;
    }
  };

  return {
    fetch: closable,
    close() {
      isClosed = true;
      for (const controller of underWay) controller.abort(closed());
      underWay.clear();
    },
  };
}

/** What a signal of the caller aborts. One listener for all of it: a signal may live as long as an app. */
function followersIn(known: Followers, signal: AbortSignal): Set<AbortController> {
  const found = known.get(signal);
  if (found !== undefined) return found;
  const followers = new Set<AbortController>();
  known.set(signal, followers);
  signal.addEventListener('abort', () => {
    for (const follower of followers) follower.abort(signal.reason);
  });
  return followers;
}

const closed = (): DOMException => new DOMException('The session is closed', 'AbortError');
