import type { ConsumerMessages, JetStreamClient, JsMsg } from '@nats-io/jetstream';
import { checkStream } from './checkStream.ts';
import type { JetStreamSetupError } from './errors.ts';
import { explainedFailure, partsOf } from './failure.ts';
import { linkOf } from './natsLink.ts';
import { isRead, type JetStreamStart, nextStart, type Position } from './position.ts';
import type { OnReport } from './reports.ts';
import { subjectMatcher } from './subjects.ts';

export interface ReadOptions {
  readonly stream: string;
  /** With wildcards. */
  readonly subject: string;
  readonly from: JetStreamStart;
  readonly onReport: OnReport;
  readonly onMessage: (message: JsMsg) => void;
  /** Nothing follows. */
  readonly onFailed: (error: unknown) => void;
  readonly closed: () => JetStreamSetupError;
}

/**
 * The consumer is made again, behind the last message, after each of these. The client would do so itself, but not with a
 * start other than a sequence number.
 */
const interruptions = [
  'reset',
  'consumer_not_found',
  'consumer_deleted',
  'stream_not_found',
  'heartbeats_missed',
];

/** How long the broker may be silent, in milliseconds, before the consumer is made again. Twice the heartbeat. */
const expires = 5_000;
const longestDelay = 2_000;

/** Reads a stream in order, for as long as the connection is open. */
export function readStream(js: JetStreamClient, options: ReadOptions): { readonly stop: () => void } {
  const reader = new Reader(js, options);
  return {
    stop: () => {
      reader.stop();
    },
  };
}

class Reader {
  readonly #js: JetStreamClient;
  readonly #options: ReadOptions;
  readonly #isWanted: (subject: string) => boolean;
  #position: Position;
  #isStopped = false;
  /** Whether everything in the stream is wanted: a broker filters much more slowly than it delivers. */
  #isWhole = false;
  /** Counts the consumers: what an earlier one still delivers is ignored. */
  #generation = 0;
  /** Ends the current attempt to read, or the pause before the next. */
  #interrupt: (reason: string) => void = () => undefined;

  constructor(js: JetStreamClient, options: ReadOptions) {
    this.#js = js;
    this.#options = options;
    this.#isWanted = subjectMatcher(options.subject);
    this.#position = { from: options.from, last: 0, beginning: 0 };
    void this.#watchConnection();
    this.#run().catch((error: unknown) => {
      this.#fail(explainedFailure(error, `Stream "${options.stream}"`));
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#interrupt('stopped');
  }

  #hasStopped(): boolean {
    return this.#isStopped;
  }

  get #hasClosed(): boolean {
    return linkOf(this.#js)?.isClosed() === true;
  }

  async #run(): Promise<void> {
    const { stream, subject, from, closed } = this.#options;
    const jsm = await checkStream(this.#js, stream, undefined, () => undefined);
    const { config, state } = await jsm.streams.info(stream);
    this.#isWhole = isWhole(config.subjects, subject);
    this.#position = { from, last: 0, beginning: state.last_seq };
    for (let attempt = 0; !this.#hasStopped(); attempt += 1) {
      const before = this.#position;
      const reason = await this.#attempt();
      if (this.#hasStopped()) return;
      if (this.#hasClosed) throw closed();
      if (this.#position !== before) attempt = 0;
      if (attempt === 0) this.#report(reason);
      await this.#pause(Math.min(longestDelay, 50 * 2 ** attempt));
    }
  }

  /** Reads until something interrupts, and resolves with what that is. */
  #attempt(): Promise<string> {
    this.#generation += 1;
    const generation = this.#generation;
    return new Promise((resolve) => {
      this.#interrupt = (reason) => {
        this.#generation += 1;
        resolve(reason);
      };
      this.#consume(generation).then(resolve, (error: unknown) => {
        resolve(partsOf(error).message);
      });
    });
  }

  async #consume(generation: number): Promise<string> {
    const { stream, subject } = this.#options;
    const filtered = this.#isWhole ? {} : { filter_subjects: subject };
    const start = { ...filtered, inactive_threshold: 30_000, ...nextStart(this.#position) };
    const consumer = await this.#js.consumers.get(stream, start);
    try {
      if (generation !== this.#generation) return '';
      const messages = await consumer.consume({
        max_messages: 1_000,
        expires,
        callback: (message) => {
          if (generation === this.#generation) this.#take(message);
        },
      });
      const resolve = this.#interrupt;
      this.#interrupt = (reason) => {
        resolve(reason);
        void messages.close();
      };
      const reason = await interruptionOf(messages);
      void messages.close();
      return reason;
    } finally {
      void consumer.delete().catch(() => undefined); // the broker deletes it later
    }
  }

  #take(message: JsMsg): void {
    if (isRead(this.#position, message.seq)) return;
    this.#position = { ...this.#position, last: message.seq };
    if (!this.#isWanted(message.subject)) return;
    try {
      this.#options.onMessage(message);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** A consumer does not survive every restart of the broker, and a request that was lost only times out later. */
  async #watchConnection(): Promise<void> {
    for await (const { type } of linkOf(this.#js)?.status() ?? []) {
      if (this.#isStopped) return;
      if (type === 'reconnect') this.#interrupt('the connection was lost, and is open again');
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #report(reason: string): void {
    const { stream, onReport } = this.#options;
    onReport({ kind: 'interrupted', message: `stream "${stream}": ${reason}. Reading starts again.` });
  }

  #fail(error: unknown): void {
    if (this.#isStopped) return;
    this.stop();
    this.#options.onFailed(error);
  }
}

/** Resolves with why a consumer does not deliver any more. */
async function interruptionOf(messages: ConsumerMessages): Promise<string> {
  for await (const { type } of messages.status())
    if (interruptions.includes(type)) return type.replaceAll('_', ' ');
  return 'the consumer is closed';
}

/** Whether a stream has no subjects but those below the prefix of a subject that is wildcards alone. */
function isWhole(subjects: readonly string[], subject: string): boolean {
  const [, prefix] = /^(.+\.)\*\.\*\.\*\.\*$/.exec(subject) ?? [];
  return prefix !== undefined && subjects.every((other) => other.startsWith(prefix));
}
