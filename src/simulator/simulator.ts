import type { ChatMessage, ChatStatus, Participant } from '../model/index.ts';

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
}

/** A chat to open. What is left out is made up. */
export interface OpenChatOptions {
  readonly id?: string;
  /** The customer's nickname. */
  readonly customer?: string;
  /** The agent's nickname. Default `Sam`. */
  readonly agent?: string;
  /** Must be JSON; what JSON leaves out is left out. Default `{}`. */
  readonly userData?: Readonly<Record<string, unknown>>;
  /** The first state. Default `Chatting`. */
  readonly state?: ChatStatus;
}

/**
 * What a perfect client would hold of a chat: everything that was said, once and in order, without typing
 * notices. The messages are in decoded form: `sentAt` in epoch milliseconds, no `timestamp` fields.
 */
export interface ChatTruth {
  readonly chatId: string;
  readonly status: ChatStatus;
  readonly participants: readonly Participant[];
  readonly userData: Readonly<Record<string, unknown>>;
  readonly messages: readonly ChatMessage[];
}

/** How the server goes down and comes back. */
export interface RestartOptions {
  /** How long nobody listens at the port, in milliseconds. Default 500. */
  readonly downFor?: number;
  /** Whether to wait first until all that was published has reached the subscribers. Default `false`: what is on its way is lost. */
  readonly drain?: boolean;
}

/** How often each fault has really taken effect. */
export interface FiredFaults {
  readonly restart: number;
  readonly duplicate: number;
  readonly reorder: number;
}

/**
 * What can go wrong, on demand. A fault takes effect only where somebody hears it: while nobody is subscribed,
 * what is armed stays armed.
 *
 * @example
 * import { startSimulator } from 'rx-chat-notifications/simulator';
 *
 * const simulator = await startSimulator();
 * simulator.faults.duplicate(3);
 * await simulator.faults.restart({ downFor: 50 });
 * console.log(simulator.faults.fired);
 * // → { restart: 1, duplicate: 0, reorder: 0 }
 * await simulator.stop();
 */
export interface SimulatorFaults {
  /**
   * Cuts all connections, forgets all sessions and subscriptions, and after a while listens at the same port again,
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
  /** How often each fault has really taken effect until now. */
  readonly fired: FiredFaults;
}

/**
 * A GWS in this process, as {@link startSimulator} gives it. An argument that makes no sense is a `TypeError` that
 * names it. Once the simulator was stopped, whatever would change something is an `Error`; `truth` can still be read.
 */
export interface Simulator {
  /** The base, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Where CometD clients connect. */
  readonly notificationsUrl: string;
  /** What they subscribe to: `/v2/me/chats`. A wildcard above it hears the same. */
  readonly channel: string;
  readonly faults: SimulatorFaults;
  /**
   * Opens a chat and gives its id: publishes its state, then who joined. The agent joins with the state `Chatting`.
   * While nobody is subscribed, this changes the truth and is heard by nobody, as on a real server; so do `say` and `setState`.
   */
  openChat(options?: OpenChatOptions): string;
  /**
   * Says something in a chat that has not ended, and gives the message.
   * `from` is `Customer`, `Agent` or the nickname of one who has joined; anybody else is an `Error`.
   */
  say(chatId: string, from: string, text: string): ChatMessage;
  /** Publishes a new state of a chat; `Completed` and `Revoked` end it, until another state opens it again. */
  setState(chatId: string, state: ChatStatus): void;
  /** The ids of all chats that ever were, in the order of their opening. */
  chatIds(): readonly string[];
  /** What a perfect client would hold of a chat now. An unknown chat is an `Error`. */
  truth(chatId: string): ChatTruth;
  /**
   * Ends the script and the chats that it has open, publishes what is held back, and resolves when all that was
   * published has reached the subscribers: each of them polls again. After a restart it waits for a subscription
   * first. Rejects after 15 seconds without progress.
   */
  drain(): Promise<void>;
  /** Cuts all connections and frees the port. What is still on its way is lost: see `drain`. Stopping twice is stopping once. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
