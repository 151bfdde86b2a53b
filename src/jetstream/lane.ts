import { lastValueFrom, from, toArray } from 'rxjs';
import { ChatStates } from './chatStates.ts';
import type { Entry } from './entry.ts';
import { partsOf } from './failure.ts';
import { type Publishing, Stopped } from './publishing.ts';
import type { ChatNotification } from '../model/index.ts';

export interface LaneOptions {
  readonly publishing: Publishing;
  readonly chatId: string | undefined;
  readonly entriesOf: (notification: ChatNotification) => Entry[];
  /** Called for every entry that left the queue. */
  readonly onTaken: () => void;
  /** Called when nothing is left to do. */
  readonly onIdle: () => void;
}

/** The notifications of one chat: published in order, one at a time. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #queue: Entry[] = [];
  readonly #states: ChatStates;
  /** Ids that were stored before this lane began. */
  #known: ReadonlySet<string> | undefined;
  #isRunning = false;
  /** The lowest index that did not fit into the buffer, and the last state that did not. */
  #missed: { from: number; count: number; state?: Entry } | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#states = new ChatStates(options.publishing, (entry) => {
      this.add(entry);
    });
  }

  get isIdle(): boolean {
    return !this.#isRunning && !this.#states.isWaiting;
  }

  add(entry: Entry): void {
    this.#queue.push(entry);
    if (!this.#isRunning) void this.#run();
  }

  /** Takes note of an entry that does not fit into the buffer. Returns whether it is the first. */
  miss(entry: Entry): boolean {
    const { from = Infinity, count = 0, state } = this.#missed ?? {};
    const last = entry.kind === 'chat' ? entry : state;
    this.#missed = {
      from: Math.min(from, entry.index ?? Infinity),
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
        const entry = this.#queue.shift();
        if (entry === undefined) {
          if (this.#missed === undefined) break;
          await this.#refill();
          continue;
        }
        if (!this.#states.awaits(entry)) onTaken();
        await this.#inWindow(entry);
      }
    } catch (error) {
      if (!(error instanceof Stopped)) publishing.fail(error);
    } finally {
      this.#isRunning = false;
    }
    if (!publishing.isStopped) onIdle();
  }

  async #inWindow(entry: Entry): Promise<void> {
    const { window } = this.#options.publishing;
    await window.take();
    try {
      if (entry.id === undefined) await this.#states.publish(entry);
      else await this.#publishOnce(entry, entry.id);
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
    const { publishing, chatId, entriesOf } = this.#options;
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
    for (const notification of messages)
      for (const entry of entriesOf(notification)) await this.#inWindow(entry);
    if (state !== undefined) await this.#inWindow(state);
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
    const { chatId, publishing } = this.#options;
    publishing.settings.onReport({
      kind: 'lost',
      message: `chat ${chatId ?? '(none)'}: ${message}`,
      ...(chatId !== undefined && { chatId }),
    });
  }
}
