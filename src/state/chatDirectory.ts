import type { ChatView } from './chatView.ts';
import { PersistentMap } from './persistentMap.ts';

/**
 * All chats that are known, by id. A snapshot: it never changes, and snapshots share structure. Behaves like a
 * `ReadonlyMap`, though it is not `instanceof Map`; the order of iteration is not specified.
 */
export interface ChatDirectory extends ReadonlyMap<string, ChatView> {
  /** The ids of the chats that this emission changed or brought. */
  readonly changed: readonly string[];
  /** The ids of the chats that this emission evicted. */
  readonly removed: readonly string[];
}

/** The fold behind {@link ChatDirectory}. */
export class DirectoryFold implements ChatDirectory {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly #views: PersistentMap<ChatView>;

  private constructor(
    views: PersistentMap<ChatView>,
    changed: readonly string[],
    removed: readonly string[],
  ) {
    this.#views = views;
    this.changed = changed;
    this.removed = removed;
  }

  static empty(): DirectoryFold {
    return new DirectoryFold(PersistentMap.empty(), [], []);
  }

  /** This directory after evictions and, if there is one, with a new or changed view. */
  after(removed: readonly string[], view?: ChatView): DirectoryFold {
    const rest = removed.reduce((views, chatId) => views.without(chatId), this.#views);
    return view === undefined
      ? new DirectoryFold(rest, [], removed)
      : new DirectoryFold(rest.with(view.chatId, view), [view.chatId], removed);
  }

  /** A directory for somebody who knows nothing yet: every chat has come. */
  static asNew(directory: ChatDirectory): ChatDirectory {
    if (!(directory instanceof DirectoryFold)) return directory;
    return new DirectoryFold(directory.#views, [...directory.keys()], []);
  }

  get size(): number {
    return this.#views.size;
  }

  get(chatId: string): ChatView | undefined {
    return this.#views.get(chatId);
  }

  has(chatId: string): boolean {
    return this.get(chatId) !== undefined;
  }

  entries(): MapIterator<[string, ChatView]> {
    return this.#views.entries();
  }

  *keys(): MapIterator<string> {
    for (const [chatId] of this) yield chatId;
  }

  *values(): MapIterator<ChatView> {
    for (const [, view] of this) yield view;
  }

  [Symbol.iterator](): MapIterator<[string, ChatView]> {
    return this.entries();
  }

  forEach(
    callback: (view: ChatView, chatId: string, directory: ReadonlyMap<string, ChatView>) => void,
    thisArg?: unknown,
  ): void {
    for (const [chatId, view] of this) callback.call(thisArg, view, chatId, this);
  }
}
