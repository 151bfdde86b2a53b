import { isObject } from '../codec/ownFields.ts';
import type { OperationRequest, Performed, PerformOptions } from '../session/index.ts';
import { checkOperation } from '../session/perform.ts';
import type { Settings } from '../session/settings.ts';
import { responseOf, wantedOf } from './remoteFetch.ts';
import type { SharedTab } from './sharedTab.ts';

/** The operations that an app calls in a tab, by way of the tab that leads. */
export class TabCalls {
  readonly #tab: SharedTab;
  readonly #settings: Settings;

  constructor(tab: SharedTab, settings: Settings) {
    this.#tab = tab;
    this.#settings = settings;
  }

  async perform(
    chatId: string,
    operation: OperationRequest,
    { timeout = 30_000, signal }: PerformOptions = {},
  ): Promise<Performed> {
    checkOperation(chatId, operation, timeout);
    signal?.throwIfAborted();
    const until = this.#settings.scheduler.now() + timeout;
    const what = `${operation.operationName} on chat ${chatId}`;
    const performed = await this.#whileHeld(() =>
      this.#tab.operations.operate({ kind: 'perform', chatId, operation, until }, { what, signal }),
    );
    if (isPerformed(performed)) return performed;
    throw new TypeError(
      'session.perform: expected the answer of the tab that leads to have a reply, got none. Reload that tab.',
    );
  }

  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    return this.#whileHeld(async () => {
      const { base, origins, fetch = globalThis.fetch } = this.#settings;
      const own = this.#tab.aloneFetch;
      if (own !== undefined) return own(input, init);
      const { origin } = new URL(input instanceof Request ? input.url : input, base);
      // Credentials are for the server alone, so any tab can send this.
      if (!origins.has(origin)) return fetch(input, init);
      const wanted = await wantedOf(input, init, base);
      const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
      signal?.throwIfAborted();
      const what = `${wanted.method} ${wanted.url}`;
      const response = await this.#tab.operations.operate(wanted, { what, signal });
      // The own one, or one that crossed the channel.
      return response instanceof Response ? response : responseOf(response);
    });
  }

  async #whileHeld<T>(operation: () => Promise<T>): Promise<T> {
    const release = this.#tab.holding.hold();
    try {
      return await operation();
    } finally {
      release();
    }
  }
}

const isPerformed = (value: unknown): value is Performed => isObject(value) && isObject(value['reply']);
