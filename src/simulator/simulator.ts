import type { ChatMessage, ChatStatus, Participant } from '../model/index.ts';
import type { OpenChatOptions } from './openChatOptions.ts';
import type { ScenarioStep } from './scenarioStep.ts';
import type { SimulatorFaults } from './simulatorFaults.ts';

/** How the simulator starts. */
export interface SimulatorOptions {
  /** The port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** A whole number that decides everything in the script. Default 1. */
  readonly seed?: number;
  /** How many chats the script keeps open at a time. Default 0: no script. */
  readonly chats?: number;
  /** The pace of the script in entries of message logs a second, of all chats together. Default 10. */
  readonly messagesPerSecond?: number;
  /**
   * What is pushed, and where: `'v2'`, the default, as GWS v2 does on `/v2/me/chats`, or `'v3'`, as Workspace v3 does on
   * `/workspace/v3/media/chat`. What is answered is in the words of GWS v2 all the same.
   */
  readonly dialect?: 'v2' | 'v3';
  /**
   * Whether a client must sign in, as at GWS: every request by Basic authentication or a bearer token; every POST,
   * those of CometD too, also with the cookie and the CSRF token that `GET /api/v2/me` gives. Default `true`.
   * With `false` any client may connect, as the agent `Sam`, and receives the chats of all agents.
   */
  readonly authentication?: boolean;
  /** Whether the acknowledgement extension of CometD serves the clients that ask for it. Default `true`. */
  readonly ack?: boolean;
  /** How long a `/meta/connect` is held that has nothing to deliver, in milliseconds. Default 30,000. */
  readonly timeout?: number;
  /** How long a Bayeux session lives without a `/meta/connect`, in milliseconds. Default 10,000. */
  readonly maxInterval?: number;
  /**
   * Which CSRF token a POST needs if `authentication` is `true`:
   * - `'session'`, the default: the token of its HTTP session, which `GET /api/v2/me` gives;
   * - `'rotating'`: the newest token of its HTTP session. The reply to every accepted POST brings a new one in its
   *   headers, CometD's replies included; an older token is answered with 403. `GET /api/v2/me` gives the newest;
   * - `'off'`: none, and `GET /api/v2/me` gives none. POSTs still need the cookie.
   */
  readonly csrf?: 'session' | 'rotating' | 'off';
  /** How far REST lags behind the push at the start, in milliseconds. Default 0. See `faults.restLag`. */
  readonly restLag?: number;
  /** The most messages in one reply of the messages endpoint, from the requested index on. Default: no limit. */
  readonly pageSize?: number;
  /**
   * How many Bayeux sessions of one browser may have a held `/meta/connect` at a time. CometD recognizes a browser by
   * the cookie `BAYEUX_BROWSER`. The `/meta/connect` of a further session is answered at once, with the advice
   * `{ reconnect: 'retry', interval: 2000, 'multiple-clients': true }`. Default: no limit. The default of the Java
   * CometD server, and so of GWS, is 1.
   */
  readonly maxSessionsPerBrowser?: number;
  /**
   * The origins of pages that may use the simulator, such as `https://dev.example.com`, besides those of this machine
   * (`localhost`, `127.0.0.1`, `[::1]`), or `'*'` for all. Requests whose `Host` is neither of this machine nor of these
   * origins are answered with 421. Default: none besides.
   */
  readonly allowedOrigins?: readonly string[] | '*';
}

/**
 * What a perfect client would hold of a chat: everything that was said, once and in order, without typing
 * notices. The messages are in decoded form: `sentAt` in epoch milliseconds, no `timestamp` fields. After
 * `faults.restartIndices` the new messages have an `epoch`.
 */
export interface ChatTruth {
  readonly chatId: string;
  readonly status: ChatStatus;
  readonly participants: readonly Participant[];
  readonly userData: Readonly<Record<string, unknown>>;
  readonly messages: readonly ChatMessage[];
}

/** What proves to be an agent: plain data. */
export interface BasicCredentials {
  readonly kind: 'basic';
  readonly user: string;
  readonly password: string;
}

/**
 * A GWS in this process, as {@link startSimulator} gives it. An invalid argument is a `TypeError` that
 * names it. Once the simulator was stopped, whatever would change something is an `Error`; `truth` can still be read.
 */
export interface Simulator {
  /** The base, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Where CometD clients connect. */
  readonly notificationsUrl: string;
  /** What they subscribe to: `/v2/me/chats`, or what the dialect says. A wildcard above it receives the same. */
  readonly channel: string;
  readonly faults: SimulatorFaults;
  /** Those of the agent `Sam`. They stay the same through restarts. */
  readonly credentials: BasicCredentials;
  /** Those of the agent with this nickname. In Basic authentication it cannot hold a colon. */
  credentialsOf(agent: string): BasicCredentials;
  /** A token for `Authorization: Bearer` that stands for an agent, by default `Sam`, until `revokeTokens`. */
  issueToken(agent?: string): string;
  /** From now on all tokens that were issued are refused. */
  revokeTokens(): void;
  /**
   * Opens a chat and gives its id: publishes its state, then who joined. The agent joins with the state `Chatting`.
   * While nobody is subscribed, this changes the truth and pushes nothing, as on a real server; so do
   * `say`, `startTyping`, `stopTyping`, `setState` and `setUserData`.
   */
  openChat(options?: OpenChatOptions): string;
  /**
   * Says something in a chat that has not ended, and gives the message.
   * `from` is `Customer`, `Agent` or the nickname of one who has joined; anybody else is an `Error`.
   */
  say(chatId: string, from: string, text: string): ChatMessage;
  /**
   * Publishes a `TypingStarted` notice in a chat that has not ended, with what was typed so far as its `text` if you
   * pass a `preview`. The notice uses up an index of the message log and is not part of the truth. `from` is as in
   * `say`.
   */
  startTyping(chatId: string, from: string, preview?: string): void;
  /** Publishes a `TypingStopped` notice, likewise. */
  stopTyping(chatId: string, from: string): void;
  /** Publishes a new state of a chat; `Completed` and `Revoked` end it, until another state opens it again. */
  setState(chatId: string, state: ChatStatus): void;
  /** Publishes new user data of a chat, in place of all that was. They must be JSON; what JSON leaves out is left out. */
  setUserData(chatId: string, userData: Readonly<Record<string, unknown>>): void;
  /**
   * Performs the steps one after another, and resolves when the last is done and the faults among them are over.
   * An invalid step rejects, and the steps after it do not run; stopping the simulator ends it quietly.
   *
   * @example
   * import { startSimulator } from 'rx-chat-notifications/simulator';
   *
   * const simulator = await startSimulator();
   * await simulator.run([
   *   { do: 'openChat', id: 'C1', customer: 'Ada' },
   *   { do: 'say', from: 'Ada', text: 'Hello?' },
   *   { do: 'wait', ms: 20 },
   *   { do: 'fault', fault: 'restart', with: [{ downFor: 50 }] },
   *   { do: 'say', from: 'Ada', text: 'Is anybody there?' }, // while the server is down
   * ]);
   * console.log(simulator.truth('C1').messages.at(-1)?.text, simulator.faults.fired.restart);
   * // → Is anybody there? 1
   * await simulator.stop();
   */
  run(scenario: readonly ScenarioStep[]): Promise<void>;
  /** The ids of all chats that ever were, in the order of their opening. */
  chatIds(): readonly string[];
  /** What a perfect client would hold of a chat now. An unknown chat is an `Error`. */
  truth(chatId: string): ChatTruth;
  /**
   * Ends the script and the chats that it has open, publishes what is held back, and resolves when all that was
   * published has reached the subscribers: each of them polls again. After a restart or an expiry it waits
   * first until each agent who was cut off has subscribed again. Rejects 5 seconds after `maxInterval` without progress.
   */
  drain(): Promise<void>;
  /** Cuts all connections and frees the port. What is still on its way is lost: see `drain`. Stopping twice is stopping once. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
