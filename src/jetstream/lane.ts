import { ChatStates } from './chatStates.ts';
import { type Entry, type EntryMaker, indexOf, type Part } from './entry.ts';
import { partsOf } from './failure.ts';
import { type Publishing, Stopped } from './publishing.ts';
import { refilled } from './refilled.ts';
import type { JetStreamReport } from './reports.ts';
import type { ChatNotification } from '../model/index.ts';

export interface LaneOptions {
  readonly publishing: Publishing;
  readonly chatId: string | undefined;
  readonly entryOf: EntryMaker;
  readonly partsOf: (notification: ChatNotification) => readonly Part[];
  /** Called for every entry that left the queue. */
  readonly onTaken: () => void;
  /** Called when nothing is left to do. */
  readonly onIdle: () => void;
}

/**
 * The notifications of one chat: published in order, one at a time. Most are messages of a chat that is known: for these it
 * goes from acknowledgement to publish without an async function, because each costs the client a longer stack trace.
 */
export class Lane {
  readonly #options: LaneOptions;
  readonly #queue: Part[] = [];
  /** What was fetched because it did not fit into the buffer: published before the queue. */
  #refilled: Part[] = [];
  /** A state that has waited: it is published behind the queue. */
  #again: Entry | undefined;
  readonly #states: ChatStates;
  /** Ids that were stored before this lane began. */
  #known: ReadonlySet<string> | undefined;
  #isRunning = false;
  /** The lowest index that did not fit into the buffer, and the last state that did not. */
  #missed: { from: number; count: number; state?: Part } | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#states = new ChatStates(options.publishing, (entry) => {
      this.#again = entry;
      this.#wake();
    });
  }

  get isIdle(): boolean {
    return !this.#isRunning && !this.#states.isWaiting;
  }

  add(part: Part): void {
    this.#queue.push(part);
    this.#wake();
  }

  /** Takes note of what does not fit into the buffer. Returns whether it is the first. */
  miss(part: Part): boolean {
    const { from = Infinity, count = 0, state } = this.#missed ?? {};
    const last = part.notification.kind === 'chat' ? part : state;
    this.#missed = {
      from: Math.min(from, indexOf(part) ?? Infinity),
      count: count + 1,
      ...(last !== undefined && { state: last }),
    };
    return count === 0;
  }

  #wake(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#proceed();
  }

  #proceed(): void {
    const { publishing, onIdle } = this.#options;
    const again = this.#again;
    if (this.#refilled.length > 0 || this.#queue.length > 0) publishing.window.enter(this.#publishNext);
    else if (this.#missed !== undefined) void this.#run(() => this.#refill(), this.#proceed.bind(this));
    else if (again !== undefined) {
      this.#again = undefined;
      publishing.window.enter(() => void this.#run(() => this.#states.publishAgain(again), this.#leave));
    } else {
      this.#isRunning = false;
      if (!publishing.isStopped) onIdle();
    }
  }

  /** Gives the place in the window back. */
  readonly #leave = (): void => {
    this.#options.publishing.window.release();
    this.#proceed();
  };

  /** Does what takes several steps. */
  async #run(work: () => Promise<void>, onDone: () => void): Promise<void> {
    const { publishing } = this.#options;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Stopped)) publishing.fail(error);
    }
    if (!publishing.isStopped) onDone();
  }

  /** Runs in the window. */
  readonly #publishNext = (): void => {
    const part = this.#taken();
    const entry = part && this.#entryOf(part);
    const id = entry?.id;
    if (entry === undefined) queueMicrotask(this.#leave);
    else if (id === undefined) void this.#run(() => this.#states.publish(entry), this.#leave);
    else if (this.#known === undefined && entry.kind === 'messages')
      void this.#run(
        async () => {
          this.#known = await this.#options.publishing.readIds(entry.subject);
        },
        () => {
          this.#publishOnce(entry, id);
        },
      );
    else this.#publishOnce(entry, id);
  };

  #taken(): Part | undefined {
    const first = this.#refilled.shift();
    if (first !== undefined) return first;
    this.#options.onTaken();
    return this.#queue.shift();
  }

  /** A notification that cannot be written, which no decoder makes, is reported. */
  #entryOf(part: Part): Entry | undefined {
    const { entryOf, publishing } = this.#options;
    try {
      return entryOf(part);
    } catch (error) {
      publishing.settings.onReport(
        this.#reported('refused', `a notification cannot be written: ${partsOf(error).message}`),
      );
      return undefined;
    }
  }

  #publishOnce(entry: Entry, msgID: string): void {
    const { publishing } = this.#options;
    if (this.#known?.has(msgID) === true) {
      publishing.emit(entry, 'duplicate');
      queueMicrotask(this.#leave); // a long queue of duplicates must not exhaust the stack
      return;
    }
    publishing.attempt(entry, { msgID }).then(
      (ack) => {
        publishing.acknowledged(entry, ack);
        this.#leave();
      },
      (error: unknown) =>
        void this.#run(async () => {
          const ack = await publishing.publish(entry, { msgID }, { error });
          if (typeof ack === 'object') publishing.acknowledged(entry, ack);
        }, this.#leave),
    );
  }

  /** Fetches what did not fit into the buffer, to publish it before what came later. */
  async #refill(): Promise<void> {
    const { publishing, chatId, partsOf: taken } = this.#options;
    const { from, count, state } = this.#missed ?? { from: Infinity, count: 0 };
    this.#missed = undefined;
    const messages = await refilled(publishing, { chatId, from, count }, (message) => {
      publishing.settings.onReport(this.#reported('lost', message));
    });
    this.#refilled = [...messages.flatMap(taken), ...(state === undefined ? [] : [state])];
  }

  #reported(kind: JetStreamReport['kind'], message: string): JetStreamReport {
    const { chatId } = this.#options;
    return {
      kind,
      message: `chat ${chatId ?? '(none)'}: ${message}`,
      ...(chatId !== undefined && { chatId }),
    };
  }
}
