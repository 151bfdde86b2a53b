import { lastValueFrom, from, toArray } from 'rxjs';
import { ChatStates } from './chatStates.ts';
import { type Entry, type EntryMaker, indexOf, type Part } from './entry.ts';
import { partsOf } from './failure.ts';
import { type Publishing, Stopped } from './publishing.ts';
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

/** The notifications of one chat: published in order, one at a time. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #queue: Part[] = [];
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

  #wake(): void {
    if (!this.#isRunning) void this.#run();
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

  async #run(): Promise<void> {
    this.#isRunning = true;
    const { publishing, onTaken, onIdle } = this.#options;
    try {
      for (;;) {
        const part = this.#queue.shift();
        const again = this.#again;
        if (part !== undefined) {
          onTaken();
          await this.#publish(part);
        } else if (this.#missed !== undefined) await this.#refill();
        else if (again !== undefined) {
          this.#again = undefined;
          await this.#inWindow(() => this.#states.publishAgain(again));
        } else break;
      }
    } catch (error) {
      if (!(error instanceof Stopped)) publishing.fail(error);
    } finally {
      this.#isRunning = false;
    }
    if (!publishing.isStopped) onIdle();
  }

  async #publish(part: Part): Promise<void> {
    await this.#inWindow(async () => {
      const entry = this.#entryOf(part);
      if (entry === undefined) return;
      if (entry.id === undefined) await this.#states.publish(entry);
      else await this.#publishOnce(entry, entry.id);
    });
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

  async #inWindow(task: () => Promise<void>): Promise<void> {
    const { window } = this.#options.publishing;
    await window.take();
    try {
      await task();
    } finally {
      window.release();
    }
  }

  async #publishOnce(entry: Entry, id: string): Promise<void> {
    const { publishing } = this.#options;
    if (entry.kind === 'messages') this.#known ??= await publishing.readIds(entry.subject);
    if (this.#known?.has(id) === true) {
      publishing.emit(entry, 'duplicate');
      return;
    }
    const ack = await publishing.publish(entry, { msgID: id });
    if (typeof ack === 'object') publishing.emit(entry, ack.duplicate ? 'duplicate' : 'stored', ack.seq);
  }

  /** Fetches what did not fit into the buffer, and publishes it before what came later. */
  async #refill(): Promise<void> {
    const { publishing, chatId, partsOf: taken } = this.#options;
    const { from: first, count, state } = this.#missed ?? { from: Infinity, count: 0 };
    this.#missed = undefined;
    const { refill } = publishing.settings;
    const messages =
      first < Infinity && chatId !== undefined && refill !== undefined
        ? await this.#fetched(chatId, first)
        : [];
    if (first < Infinity && refill === undefined)
      this.#lost(
        `${count} notifications from index ${first} on did not fit into the buffer. Set refill, or raise buffer.`,
      );
    for (const notification of messages) for (const part of taken(notification)) await this.#publish(part);
    if (state !== undefined) await this.#publish(state);
  }

  async #fetched(chatId: string, first: number): Promise<readonly ChatNotification[]> {
    const { publishing } = this.#options;
    for (let attempt = 0; attempt < 8; attempt += 1) {
      try {
        return await lastValueFrom(from(publishing.settings.refill?.(chatId, first) ?? []).pipe(toArray()), {
          defaultValue: [],
        });
      } catch (error) {
        this.#lost(
          `messages from index ${first} on could not be fetched: ${partsOf(error).message}. They are requested again.`,
        );
        await publishing.delay(250 * 2 ** attempt);
        if (publishing.isStopped) throw new Stopped();
      }
    }
    this.#lost(
      `messages from index ${first} on could not be fetched. They are lost until the chat is fetched again.`,
    );
    return [];
  }

  #lost(message: string): void {
    this.#options.publishing.settings.onReport(this.#reported('lost', message));
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
