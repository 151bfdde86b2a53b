import { entryOf } from './messageId.ts';

/** The largest number of ids of one chat, and of chats. The least recently used are evicted first. */
const maxIds = 20_000;
const maxChats = 10_000;

/**
 * Recognises messages that a stream stores twice: by the ids of the last messages of each chat, whichever agent received them.
 */
export class RecentIds {
  readonly #chats = new Map<string, Set<string>>();

  /** Whether the id is new. An id of another form always is. */
  add(id: string): boolean {
    const named = entryOf(id);
    if (named === undefined) return true;
    const { chat, entry } = named;
    const ids = this.#chats.get(chat) ?? new Set();
    if (ids.has(entry)) return false;
    this.#chats.delete(chat);
    this.#chats.set(chat, ids);
    keep(ids.add(entry), maxIds);
    keep(this.#chats, maxChats);
    return true;
  }
}

function keep<K>(
  items: { readonly size: number; keys: () => Iterable<K>; delete: (key: K) => boolean },
  max: number,
): void {
  if (items.size <= max) return;
  for (const oldest of items.keys()) {
    items.delete(oldest);
    return;
  }
}
