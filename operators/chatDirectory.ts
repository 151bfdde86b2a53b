import type { OperatorFunction } from 'rxjs';
import type { ChatNotification } from '../src/model/index.ts';
import { type ChatDirectory, DirectoryFold } from '../src/state/chatDirectory.ts';
import { viewFold, type ViewState } from '../src/state/chatView.ts';
import { foldTyping } from '../src/fold/foldTyping.ts';
import type { ViewOptions } from '../src/fold/viewOptions.ts';

/**
 * Folds everything into one immutable directory of all chats: a `ReadonlyMap` from the id of a chat to its view, with
 * the ids that each emission `changed` and `removed`. Emits when a chat changes or is evicted; an emission costs
 * O(log n).
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { chatDirectory } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * of(chatStateChange({ chat: { id: 'A' } }), chatStateChange({ chat: { id: 'B' } }))
 *   .pipe(chatDirectory())
 *   .subscribe((chats) => console.log(chats.size, chats.changed, chats.get('B')?.status));
 * // → 1 [ 'A' ] undefined
 * // → 2 [ 'B' ] Chatting
 */
export const chatDirectory = (options: ViewOptions = {}): OperatorFunction<ChatNotification, ChatDirectory> =>
  foldTyping<ViewState, ChatDirectory>('chatDirectory', options, (subscriber) => {
    let directory = DirectoryFold.empty();
    /** Evicted since the last emission. */
    let removed: string[] = [];
    return {
      ...viewFold,
      emit: (now, before, chatId) => {
        if (now === undefined || now.view === before?.view) return undefined;
        const isGone = removed.includes(chatId); // at once, where there are too many
        directory = directory.after(removed, isGone ? undefined : now.view);
        removed = [];
        return directory;
      },
      evict: (_, chatId, isDue) => {
        removed.push(chatId);
        if (!isDue) return;
        directory = directory.after(removed);
        removed = [];
        subscriber.next(directory);
      },
    };
  });
