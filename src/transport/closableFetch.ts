export interface ClosableFetch {
  /** Gives a `fetch` the same end. */
  readonly over: (send: typeof fetch) => typeof fetch;
  /** Is aborted by `close`. */
  readonly signal: AbortSignal;
  /** Aborts every request whose response is not read to its end, and refuses all later ones. */
  readonly close: () => void;
}

/** An end for all requests of a session, also of a `fetch` that ignores the signal. */
export function closableFetch(): ClosableFetch {
  const underWay = new Set<AbortController>();
  // No event says that a body was read to its end, but its reader references it.
  const unread = new FinalizationRegistry<() => void>((forget) => {
    forget();
  });
  const signals = new WeakMap<AbortSignal, Followers>();
  const closing = new AbortController();

  const over =
    (send: typeof fetch): typeof fetch =>
    async (input, init) => {
      const controller = new AbortController();
      closing.signal.throwIfAborted();
      const outer = init?.signal ?? (input instanceof Request ? input.signal : undefined);
      if (outer?.aborted === true) controller.abort(outer.reason);
      controller.signal.throwIfAborted();
      const unfollow = outer && follow(signals, outer, controller);
      const forget = (): void => {
        underWay.delete(controller);
        unfollow?.();
      };
      underWay.add(controller);
      try {
        const response = await unlessAborted(
          send(input, { ...init, signal: controller.signal }),
          controller.signal,
        );
        if (typeof response.body === 'object' && response.body !== null)
          unread.register(response.body, forget);
        else forget();
        return response;
      } catch (error) {
        forget();
        throw error;
      }
    };

  return {
    over,
    signal: closing.signal,
    close() {
      closing.abort(new DOMException('The session is closed', 'AbortError'));
      for (const controller of underWay) controller.abort(closing.signal.reason);
      underWay.clear();
    },
  };
}

interface Followers {
  readonly controllers: Set<AbortController>;
  readonly abort: () => void;
}

/** One listener for all that a signal aborts, and none when that is nothing: it may live as long as an app. */
function follow(
  signals: WeakMap<AbortSignal, Followers>,
  signal: AbortSignal,
  controller: AbortController,
): () => void {
  let followers = signals.get(signal);
  if (followers === undefined) {
    const controllers = new Set<AbortController>();
    const abort = (): void => {
      for (const follower of controllers) follower.abort(signal.reason);
    };
    followers = { controllers, abort };
    signals.set(signal, followers);
    signal.addEventListener('abort', abort);
  }
  const { controllers, abort } = followers;
  controllers.add(controller);
  return () => {
    controllers.delete(controller);
    if (controllers.size > 0 || signals.get(signal)?.controllers !== controllers) return;
    signals.delete(signal);
    signal.removeEventListener('abort', abort);
  };
}

/** A `fetch` of the user's may ignore the signal. */
async function unlessAborted(sending: Promise<Response>, signal: AbortSignal): Promise<Response> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- with what the signal was aborted
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort);
  });
  try {
    return await Promise.race([sending, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
