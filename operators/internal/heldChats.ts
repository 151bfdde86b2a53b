/** What is held for one chat: a node in one of two rings, of the live and of the ended. */
interface Held<S> {
  chatId: string;
  state: S | undefined;
  /** When an ended chat is forgotten; undefined while it lives. */
  forgetAt: number | undefined;
  previous: Held<S>;
  next: Held<S>;
}

/** Keeps one state per chat; lets go of ended chats first, then of the least recently changed. Everything is O(1). */
export class HeldChats<S> {
  readonly #chats = new Map<string, Held<S>>();
  /** From the least to the most recently changed. */
  readonly #live = ring<S>('');
  /** In the order in which they are to be forgotten. */
  readonly #ended = ring<S>('');

  /** The chat's entry, made if need be; a live one becomes the most recently changed. */
  touch(chatId: string): Held<S> {
    const held = this.#chats.get(chatId) ?? ring<S>(chatId);
    this.#chats.set(chatId, held);
    if (held.forgetAt === undefined) move(held, this.#live);
    return held;
  }

  end(held: Held<S>, forgetAt: number): void {
    held.forgetAt = forgetAt;
    move(held, this.#ended);
  }

  revive(held: Held<S>): void {
    held.forgetAt = undefined;
    move(held, this.#live);
  }

  get nextForgetAt(): number | undefined {
    return this.#ended.next.forgetAt;
  }

  forgetUntil(now: number): void {
    for (let held = this.#ended.next; (held.forgetAt ?? Infinity) <= now; held = this.#ended.next) this.#forget(held);
  }

  forgetBeyond(maxChats: number): void {
    while (this.#chats.size > maxChats) {
      this.#forget(this.#ended.next === this.#ended ? this.#live.next : this.#ended.next);
    }
  }

  #forget(held: Held<S>): void {
    this.#chats.delete(held.chatId);
    unlink(held);
  }
}

function ring<S>(chatId: string): Held<S> {
  const alone = { chatId, state: undefined, forgetAt: undefined } as Held<S>; // closed to a ring by the next line
  alone.previous = alone.next = alone;
  return alone;
}

function unlink<S>({ previous, next }: Held<S>): void {
  previous.next = next;
  next.previous = previous;
}

function move<S>(held: Held<S>, root: Held<S>): void {
  unlink(held);
  held.previous = root.previous;
  held.next = root;
  root.previous.next = held;
  root.previous = held;
}
