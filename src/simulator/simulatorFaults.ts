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

/** Which replies are cut. */
export interface CutOptions {
  /** With which probability a reply is cut, above 0 and up to 1. The seed decides. Default 1. */
  readonly probability?: number;
  /** Only replies to requests whose path begins so. Default `/`: all. */
  readonly path?: string;
}

/** How often each fault has taken effect. */
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
  /** REST answers that showed a former state that differs from the current one. */
  readonly restLag: number;
  /** Lists that omitted a chat. */
  readonly hideFromList: number;
  /** Replies that broke off in the middle of the body. */
  readonly cutReplies: number;
  /** Calls that restarted the indices of a chat. */
  readonly restartIndices: number;
}

/**
 * What can go wrong, on demand. A fault of message logs takes effect only where a client is subscribed: without
 * subscribers, what is armed stays armed.
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
   * The next so many notifications of message logs are never published, though the logs hold their messages. Default 1.
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
   * held stays held until its `timeout`, and what is published meanwhile is lost. HTTP sessions stay, unless the
   * options say otherwise: then POSTs are answered with 403.
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
  /**
   * From now on the list of chats (`GET /me`) and the message logs show the state of so many milliseconds ago, until
   * you set another lag; 0 ends it. A chat that did not exist at that time is not listed, and its messages are answered
   * with 404. Pushed notifications and operations are not delayed.
   *
   * @throws TypeError if `ms` is not 0 to 2147483647.
   *
   * @example
   * import { startSimulator } from 'rx-chat-notifications/simulator';
   *
   * const simulator = await startSimulator({ authentication: false });
   * const isListed = async (chatId: string) =>
   *   (await (await fetch(`${simulator.url}/api/v2/me`)).text()).includes(chatId);
   *
   * simulator.faults.restLag(60_000);
   * const chatId = simulator.openChat();
   * console.log(await isListed(chatId));
   * // → false
   * simulator.faults.restLag(0);
   * console.log(await isListed(chatId));
   * // → true
   * await simulator.stop();
   */
  restLag(ms: number): void;
  /**
   * The list of chats (`GET /me`) omits a chat for so many milliseconds from now. Without `forMs` it omits the chat
   * until `hideFromList(chatId, 0)`. The messages of the chat are still answered, and its notifications are pushed.
   *
   * @throws TypeError if `forMs` is not 0 to 2147483647.
   * @throws Error if there is no such chat.
   *
   * @example
   * import { startSimulator } from 'rx-chat-notifications/simulator';
   *
   * const simulator = await startSimulator({ authentication: false });
   * const chatId = simulator.openChat();
   * const answer = async (path: string) => (await fetch(simulator.url + path)).text();
   *
   * simulator.faults.hideFromList(chatId, 60_000);
   * console.log((await answer('/api/v2/me')).includes(chatId));
   * // → false
   * console.log((await answer(`/api/v2/me/chats/${chatId}/messages`)).includes('ParticipantJoined'));
   * // → true
   * await simulator.stop();
   */
  hideFromList(chatId: string, forMs?: number): void;
  /**
   * The list of chats is empty for so many milliseconds from now. Without `forMs` it is empty until
   * `hideAllFromList(0)`. Chats that `hideFromList` hides stay hidden after that.
   *
   * @throws TypeError if `forMs` is not 0 to 2147483647.
   */
  hideAllFromList(forMs?: number): void;
  /**
   * Cuts so many of the next replies, REST and CometD alike: the server sends the headers and the first half of the
   * body, then destroys the connection. Default 1. With a `probability`, each reply is cut with it until so many were.
   * `cutReplies(0)` disarms all cuts. The request was processed: a notification in a cut reply is lost, unless the
   * client acknowledges messages. Replies without a body are spared.
   *
   * @throws TypeError if `count` is not a whole number from 0 up, or if an option is invalid; the message names it.
   *
   * @example
   * import { startSimulator } from 'rx-chat-notifications/simulator';
   *
   * const simulator = await startSimulator({ authentication: false });
   * simulator.faults.cutReplies(1, { path: '/api/v2/me' });
   * const reply = await fetch(`${simulator.url}/api/v2/me`);
   * console.log(reply.status, await reply.text().catch(({ message }) => message));
   * // → 200 terminated
   * await simulator.stop();
   */
  cutReplies(count?: number, options?: CutOptions): void;
  /**
   * Empties the message log of a chat, and gives its next entry index 1, as after a reopening. The truth of the chat
   * keeps what was said before, and marks what follows with an `epoch`. The state of the chat does not change: for a
   * reopening, call `setState(chatId, 'Completed')`, `restartIndices(chatId)` and `setState(chatId, 'Chatting')`.
   *
   * @throws Error if there is no such chat.
   *
   * @example
   * import { startSimulator } from 'rx-chat-notifications/simulator';
   *
   * const simulator = await startSimulator();
   * const chatId = simulator.openChat({ customer: 'Ada' });
   * simulator.setState(chatId, 'Completed');
   * simulator.faults.restartIndices(chatId);
   * simulator.setState(chatId, 'Chatting');
   * console.log(simulator.say(chatId, 'Ada', 'One more thing').index);
   * // → 1
   * await simulator.stop();
   */
  restartIndices(chatId: string): void;
  /** How often each fault has taken effect until now. */
  readonly fired: FiredFaults;
}
