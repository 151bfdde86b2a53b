import type { ClientOptions, CometDClient, CometDConfiguration } from './transport.ts';

/** A request as CometD hands it to its transport's `xhrSend`. */
export interface Packet {
  readonly url: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
  onSuccess(response: string | readonly object[]): void;
  onError(reason: string, exception?: unknown): void;
}

type Constructor<T> = new () => T;

/** What CometD asks of an `XMLHttpRequest` that was sent. */
export interface Exchange {
  readonly readyState: number;
  readonly status: number;
  abort(): void;
}

/** An `XMLHttpRequest`; what stands in for one may lack the headers. */
export interface Xhr extends Exchange {
  getAllResponseHeaders?(): string | null;
  addEventListener?(event: 'progress', listener: (progress: { readonly loaded: number }) => void): void;
}

interface Polling {
  xhrSend(packet: Packet): Xhr;
}

/** A transport, whose timers are its own methods. */
interface Timing {
  setTimeout(task: () => void, delay: number): unknown;
  clearTimeout(timer: unknown): void;
  abort(): void;
}

interface RegisteringClient extends CometDClient {
  registerTransport(type: string, transport: object): boolean;
  unregisterTransports(): void;
}

/** What is used of the module `cometd`, whose own types lack the transports. */
export interface CometDModule {
  readonly CometD: Constructor<RegisteringClient>;
  readonly LongPollingTransport: Constructor<Polling>;
  readonly WebSocketTransport: Constructor<Timing>;
  readonly AckExtension: Constructor<object>;
}

/** A programming error: trying again does not help. */
export class UnusableError extends Error {
  override readonly name = 'UnusableError';
}

/** Loads the optional peer when it is needed and not before. */
export async function loadCometD(): Promise<CometDModule> {
  const module: object = await import('cometd').catch((cause: unknown) => {
    if (!isMissing(cause)) throw cause; // a chunk that did not load, say
    throw new UnusableError('A session needs CometD: npm install cometd', { cause });
  });
  if (isCometD(module)) return module;
  throw new UnusableError('A session needs CometD 8 or later: npm install cometd@latest');
}

/** Node says so by a code, browsers each in words of their own. */
const isMissing = (cause: unknown): boolean =>
  cause instanceof Error &&
  (('code' in cause && String(cause.code).endsWith('MODULE_NOT_FOUND')) ||
    /module specifier|bare specifier|does not resolve to a valid URL/i.test(cause.message));

const exportsUsed = ['CometD', 'LongPollingTransport', 'WebSocketTransport', 'AckExtension'] as const;

const isCometD = (module: object): module is CometDModule =>
  exportsUsed.every((name) => typeof Reflect.get(module, name) === 'function');

/** A client with these transports alone. */
export function clientOf(
  cometd: CometDModule,
  { transports, ack }: ClientOptions,
  canPoll: () => boolean,
): CometDClient {
  const client = new (class extends cometd.CometD {
    override configure(configuration: CometDConfiguration): void {
      // Its timers in a worker never fire where a strict CSP refuses the worker, and it never ends the worker.
      super.configure({ useWorkerScheduler: false, ...configuration });
    }
  })();
  client.unregisterTransports();
  const makers: Partial<Record<string, () => object>> = {
    ...(canPoll() && { 'long-polling': () => new cometd.LongPollingTransport() }),
    ...('WebSocket' in globalThis && { websocket: () => webSocketTransport(cometd) }),
  };
  const made = transports.filter((name) => {
    const make = makers[name];
    return make !== undefined && client.registerTransport(name, make());
  });
  if (made.length === 0) {
    throw new UnusableError(
      `None of these transports exists here: ${transports.join(', ')}. Leave them out, or use ` +
        (canPoll() ? 'a Node with WebSocket.' : 'a Web Worker: service workers lack XMLHttpRequest.'),
    );
  }
  if (ack) client.registerExtension('ack', new cometd.AckExtension());
  return client;
}

/**
 * CometD's own `abort` leaves a WebSocket alone that is still connecting, until its timer fires. That timer is the only one
 * left then: its task closes the socket and fails the requests that wait for it.
 */
function webSocketTransport(cometd: CometDModule): object {
  return new (class extends cometd.WebSocketTransport {
    readonly #tasks = new Map<unknown, () => void>();

    override setTimeout(task: () => void, delay: number): unknown {
      const timer = super.setTimeout(() => {
        this.#tasks.delete(timer);
        task();
      }, delay);
      this.#tasks.set(timer, task);
      return timer;
    }

    override clearTimeout(timer: unknown): void {
      this.#tasks.delete(timer);
      super.clearTimeout(timer);
    }

    override abort(): void {
      super.abort();
      for (const [timer, task] of [...this.#tasks]) {
        this.clearTimeout(timer);
        task();
      }
    }
  })();
}

/** Leaves a client with neither request nor timer, for good, without waiting for the server. */
export function stopClient(client: CometDClient): void {
  // CometD itself would warn on the console that the client, stopped while it shakes hands, finds no other transport.
  client.onTransportFailure = (_message, failure, handle) => {
    handle({ ...failure, action: 'none' });
  };
  if (!client.isDisconnected()) client.disconnect();
  client.getTransport()?.abort();
}
