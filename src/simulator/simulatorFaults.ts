/** How the server goes down and comes back. */
export interface RestartOptions {
  /** How long nobody listens at the port, in milliseconds. Default 500. */
  readonly downFor?: number;
  /** Whether to wait first until all that was published has reached the subscribers. Default `false`: what is on its way is lost. */
  readonly drain?: boolean;
}

/** What expires. */
export interface ExpireOptions {
  /** Whether the HTTP sessions, with their CSRF tokens, expire along with the Bayeux sessions. Default `false`. */
  readonly http?: boolean;
}

/** How responses are delayed. */
export interface DelayOptions {
  /** Up to so many milliseconds more, as the seed decides. Default 0. */
  readonly jitter?: number;
}

/** Which requests are answered with a status, and what comes with it. */
export interface HttpFaultOptions {
  /** Seconds, for a `Retry-After` header. */
  readonly retryAfter?: number;
  /** Only requests whose path begins so. Default `/`: all. */
  readonly path?: string;
}

/** How often each fault has really taken effect. */
export interface FiredFaults {
  /** Restarts. */
  readonly restart: number;
  /** Notifications that were published twice. */
  readonly duplicate: number;
  /** Notifications that were published late. */
  readonly reorder: number;
  /** Notifications that were not published. */
  readonly loseMessages: number;
  /** Notifications that were published damaged. */
  readonly malformed: number;
  /** Calls that found a session to forget. */
  readonly expireSessions: number;
  /** Calls that found a connection to destroy. */
  readonly dropConnections: number;
  /** Silences in which a request or a response was lost. */
  readonly blackhole: number;
  /** Responses that were sent late. */
  readonly delay: number;
  /** Requests that were answered with the status. */
  readonly http: number;
}

/**
 * What can go wrong, on demand. A fault of message logs takes effect only where somebody hears it: while nobody is
 * subscribed, what is armed stays armed.
 *
 * @example
 * import { startSimulator } from 'rx-chat-notifications/simulator';
 *
 * const simulator = await startSimulator();
 * simulator.faults.http(503, 1, { retryAfter: 2 });
 * const { status, headers } = await fetch(simulator.url);
 * console.log(status, headers.get('Retry-After'));
 * // → 503 2
 * await simulator.faults.restart({ downFor: 50 });
 * console.log(simulator.faults.fired.http, simulator.faults.fired.restart);
 * // → 1 1
 * await simulator.stop();
 */
export interface SimulatorFaults {
  /**
   * Cuts all connections, forgets all Bayeux and HTTP sessions, and after a while listens at the same port again,
   * which is when the promise resolves. The script pauses until somebody has subscribed again. Restarts that overlap are one.
   */
  restart(options?: RestartOptions): Promise<void>;
  /** The next so many notifications of message logs are published twice. Default 1. */
  duplicate(times?: number): void;
  /**
   * So many times, a notification of a message log is held back and published right after the next one of the
   * same chat. Default 1. One whose chat ends first is published in order, and its turn goes to another.
   */
  reorder(times?: number): void;
  /**
   * The next so many notifications of message logs are never published, though the logs hold what they told. Default 1.
   * One that is held back by `reorder` goes on waiting for the next.
   */
  loseMessages(count?: number): void;
  /**
   * The next so many notifications of message logs are published damaged, each in a way that the seed picks: one message
   * has a number for a nickname, or no index; `null` stands among the messages; they are no list; no chat is named.
   * Default 1. The logs themselves are not touched.
   */
  malformed(count?: number): void;
  /**
   * Silently forgets all Bayeux sessions: the next request in one is answered with `402`. A `/meta/connect` that is
   * held stays held until its `timeout`, and what is published meanwhile is lost. HTTP sessions stay, unless told
   * otherwise: then POSTs are answered with 403.
   */
  expireSessions(options?: ExpireOptions): void;
  /** Destroys all open connections; the sessions stay. */
  dropConnections(): void;
  /**
   * For so many milliseconds nothing is answered: connections, those that open meanwhile too, stay open and silent, and
   * requests do not reach the server. Those on which something was lost are destroyed when it is over, which is when
   * the promise resolves. Silences that overlap are one.
   */
  blackhole(ms: number): Promise<void>;
  /** Every response is held back by so many milliseconds, until `delay(0)`, which sends what is held back. */
  delay(ms: number, options?: DelayOptions): void;
  /** So many of the next requests are answered with a status from 400 to 599 instead. Default 1. Preflights are spared. */
  http(status: number, count?: number, options?: HttpFaultOptions): void;
  /** How often each fault has really taken effect until now. */
  readonly fired: FiredFaults;
}
