/** What is held for one chat: a node in one of two rings, of the live and of the ended. */
export class Held<S> {
  readonly chatId: string;
  state: S | undefined;
  /** When an ended chat is forgotten; undefined while it lives. */
  forgetAt: number | undefined;
  previous: Held<S> = this;
  next: Held<S> = this;

  constructor(chatId: string) {
    this.chatId = chatId;
  }
}

/** Keeps one state per chat; lets go of ended chats first, then of the least recently changed. Everything is O(1). */
export class HeldChats<S> {
  readonly #chats = new Map<string, Held<S>>();
  /** From the least to the most recently changed. */
  readonly #live = new Held<S>('');
  /** In the order in which they are to be forgotten. */
  readonly #ended = new Held<S>('');

  /** What is held for a chat; new, and not kept yet, if nothing is. */
  of(chatId: string): Held<S> {
    return this.#chats.get(chatId) ?? new Held(chatId);
  }

  /** Keeps what changed. A chat that ended already stays to be forgotten when it was to be. */
  keep(held: Held<S>, forgetAt: number | undefined): void {
    this.#chats.set(held.chatId, held);
    if (held.forgetAt !== undefined && forgetAt !== undefined) return;
    held.forgetAt = forgetAt;
    const ring = forgetAt === undefined ? this.#live : this.#ended;
    unlink(held);
    held.previous = ring.previous;
    held.next = ring;
    ring.previous.next = held;
    ring.previous = held;
  }

  /** Lets go of what is due until then and of what is too much, and tells when the next is due. */
  letGo(until: number, maxChats: number): number | undefined {
    for (;;) {
      const {
        next,
        next: { forgetAt = Infinity },
      } = this.#ended;
      if (forgetAt > until && this.#chats.size <= maxChats) return forgetAt < Infinity ? forgetAt : undefined;
      const held = next === this.#ended ? this.#live.next : next;
      this.#chats.delete(held.chatId);
      unlink(held);
    }
  }
}

function unlink<S>({ previous, next }: Held<S>): void {
  previous.next = next;
  next.previous = previous;
}
