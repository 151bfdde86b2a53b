export interface ClosableFetch {
  readonly fetch: typeof fetch;
  /** Aborts every request whose response is not read to its end, and refuses all later ones. */
  close(): void;
}

/** A `fetch` with an end. */
export function closableFetch(send: typeof fetch): ClosableFetch {
  const underWay = new Set<AbortController>();
  // Nobody tells when a body was read to its end; but whoever still reads it holds it.
  const unread = new FinalizationRegistry<() => void>((forget) => {
    forget();
  });
  let isClosed = false;

  const closable: typeof fetch = async (input, init) => {
    const controller = new AbortController();
    if (isClosed) controller.abort(closed());
    const outer = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const abort = (): void => {
      controller.abort(outer?.reason);
    };
    if (outer?.aborted === true) abort();
    controller.signal.throwIfAborted();
    outer?.addEventListener('abort', abort);
    underWay.add(controller);
    const forget = (): void => {
      underWay.delete(controller);
      outer?.removeEventListener('abort', abort);
    };
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

const closed = (): DOMException => new DOMException('The session is closed', 'AbortError');
