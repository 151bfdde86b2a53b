import type { Observable } from 'rxjs';
import type { ChatNotification } from '../../model/index.ts';
import { Desk, type DeskData, Retirement } from '../desk/index.ts';
import { Backfill, type BackfillOptions } from './backfill.ts';
import type { ChatHistory } from './chatHistory.ts';

export interface ChatFeedOptions extends Omit<BackfillOptions, 'desk' | 'history' | 'onTaken'> {
  /** Without it, nothing is backfilled: what was missed stays missing. */
  readonly history: ChatHistory | undefined;
  /** What the desk starts from. */
  readonly seed?: DeskData | undefined;
}

/** The chats of one connection: takes live notifications, backfills what was missed, and emits what is new. */
export class ChatFeed {
  readonly #options: ChatFeedOptions;
  readonly #desk: Desk;
  readonly #retirement: Retirement;
  readonly #backfill: Backfill | undefined;
  #missingFrom: number | undefined;

  constructor(options: ChatFeedOptions) {
    const { seed, scheduler, history } = options;
    this.#options = options;
    this.#desk = seed === undefined ? new Desk() : Desk.from(seed);
    this.#retirement = new Retirement(this.#desk, scheduler);
    this.#backfill =
      history &&
      new Backfill({
        ...options,
        history,
        desk: this.#desk,
        onTaken: () => {
          this.#retirement.check();
        },
      });
  }

  /** Whether nothing is being fetched. */
  get isIdle(): boolean {
    return this.#backfill?.isIdle ?? true;
  }

  /** Takes a live notification. The hot path. */
  receive(notification: ChatNotification): void {
    const { outlet } = this.#options;
    const news = this.#desk.take(notification);
    if (news !== undefined) outlet.enqueue(news, this.#desk.seq);
    this.#retirement.check();
    outlet.flush();
    this.#backfill?.received(notification);
  }

  /** Something may have been missed since `lostFrom`. It is absent at a start, where nothing was connected before. */
  connected(lostFrom: number | undefined): void {
    if (this.#backfill !== undefined) {
      this.#backfill.connected(lostFrom);
      return;
    }
    const { outlet, scheduler, onListed, onEnded } = this.#options;
    this.#missingFrom ??= lostFrom;
    const from = this.#missingFrom;
    outlet.then(() => {
      onListed();
      onEnded(from === undefined ? undefined : { from, to: scheduler.now() }, undefined);
    });
  }

  /** No live notification will come any more. */
  complete(): void {
    this.#backfill?.complete();
  }

  /** The current state of all chats, then what is live. */
  replay(): Observable<ChatNotification> {
    const desk = this.#desk;
    return this.#options.outlet.replayed(() => ({ notifications: desk.replay(), seq: desk.seq }));
  }

  data(): DeskData {
    return this.#desk.data();
  }

  stop(): void {
    this.#backfill?.stop();
    this.#retirement.stop();
  }
}
