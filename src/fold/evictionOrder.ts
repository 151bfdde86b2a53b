/** What the order of eviction goes by. */
interface Evictable {
  readonly chatId: string;
  readonly hasEnded: boolean;
  /** Counts changes: the chat with the lowest number changed, or ended, least recently. It does not change after an end. */
  readonly changed: number;
}

/**
 * Which chat is evicted where there are too many: the one that ended first, else the least recently changed. Changes cost
 * nothing here: the open chats are sorted when one must be evicted, and the order serves until it is used up.
 */
export class EvictionOrder<K extends Evictable> {
  readonly #chats: ReadonlyMap<string, K>;
  /** In the order of their ends. */
  readonly #ended = new Set<string>();
  /** Open chats as they were when they were sorted, the next one last. Ids only, so that no evicted chat is retained. */
  #open: { readonly chatId: string; readonly changed: number }[] = [];

  constructor(chats: ReadonlyMap<string, K>) {
    this.#chats = chats;
  }

  /** To be called when a chat has ended, goes on, or is removed. */
  update(chatId: string): void {
    if (this.#chats.get(chatId)?.hasEnded === true) this.#ended.add(chatId);
    else this.#ended.delete(chatId);
  }

  /** The chat to evict next; `undefined` if there is none. */
  next(): K | undefined {
    const [ended] = this.#ended;
    return ended === undefined ? (this.#nextOpen() ?? this.#sorted()) : this.#chats.get(ended);
  }

  #nextOpen(): K | undefined {
    for (let last = this.#open.pop(); last !== undefined; last = this.#open.pop()) {
      const kept = this.#chats.get(last.chatId);
      if (kept?.changed === last.changed) return kept; // else it has changed since, or is gone
    }
    return undefined;
  }

  #sorted(): K | undefined {
    this.#open = Array.from(this.#chats.values(), ({ chatId, changed }) => ({ chatId, changed })).sort(
      (a, b) => b.changed - a.changed,
    );
    return this.#nextOpen();
  }
}
