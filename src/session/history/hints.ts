import { type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs';

/** How long a hint is left to settle, in milliseconds: what was overtaken comes soon. */
const patience = 1_000;

/** Chats of which something may be missing. Each is looked at a while after the first hint at it, once. */
export class Hints extends Subscription {
  readonly #scheduler: SchedulerLike;
  readonly #look: (chatId: string, isSure: boolean) => void;
  /** The chats, and whether something is missing for sure. */
  readonly #waiting = new Map<string, boolean>();

  constructor(scheduler: SchedulerLike, look: (chatId: string, isSure: boolean) => void) {
    super();
    this.#scheduler = scheduler;
    this.#look = look;
  }

  hint(chatId: string, isSure: boolean): void {
    const known = this.#waiting.get(chatId);
    this.#waiting.set(chatId, isSure || known === true);
    if (known !== undefined) return;
    const settle = (): void => {
      this.#settle(chatId);
    };
    const timer = function (this: SchedulerAction<unknown>): void {
      this.unsubscribe(); // else it would be held to the end
      settle();
    };
    this.add(this.#scheduler.schedule(timer, patience));
  }

  /** Looks at once, for nothing that was overtaken can come any more. */
  settleAll(): void {
    for (const chatId of this.#waiting.keys()) this.#settle(chatId);
  }

  #settle(chatId: string): void {
    const isSure = this.#waiting.get(chatId);
    this.#waiting.delete(chatId);
    if (isSure !== undefined) this.#look(chatId, isSure);
  }
}
