import { Subscription } from 'rxjs';
import type { ChatSession } from '../../../src/session/types.ts';
import type { ChatDirectory } from '../../../src/state/chatDirectory.ts';
import { violated } from '../violation.ts';

/** Those who subscribe to a session, and what they have received. */
export class SessionSubscribers {
  emitted = 0;
  readonly #session: ChatSession;
  readonly #now: () => number;
  readonly #subscriptions = new Map<number, Subscription>();
  readonly #directories = new Map<number, ChatDirectory>();

  constructor(session: ChatSession, now: () => number) {
    this.#session = session;
    this.#now = now;
  }

  add(subscriber: number): void {
    if (this.#subscriptions.has(subscriber)) return;
    const subscription = new Subscription();
    this.#subscriptions.set(subscriber, subscription);
    const seen = new Set<string>();
    subscription.add(
      this.#session.notifications$.subscribe((notification) => {
        this.emitted += 1;
        if (notification.kind !== 'messages') return;
        for (const { text = '' } of notification.messages) {
          if (seen.has(text)) violated('duplicate', this.#now(), `"${text}" for subscriber ${subscriber}`);
          seen.add(text);
        }
      }),
    );
    subscription.add(
      this.#session.chats$.subscribe((directory) => {
        this.#directories.set(subscriber, directory);
        // What is evicted and active again starts a new transcript.
        for (const chatId of directory.removed)
          for (const text of [...seen]) if (text.startsWith(`${chatId} `)) seen.delete(text);
      }),
    );
  }

  remove(subscriber: number): void {
    this.#subscriptions.get(subscriber)?.unsubscribe();
    this.#subscriptions.delete(subscriber);
    this.#directories.delete(subscriber);
  }

  removeAll(): void {
    for (const subscriber of [...this.#subscriptions.keys()]) this.remove(subscriber);
  }

  /** All have the current directory. */
  compare(): void {
    const { chats } = this.#session;
    for (const [subscriber, directory] of this.#directories) {
      const isSame =
        directory.size === chats.size && [...directory].every(([chatId, view]) => chats.get(chatId) === view);
      if (!isSame) violated('subscriber', this.#now(), `subscriber ${subscriber} has another directory`);
    }
  }
}
