import { defer, retry, type SchedulerLike, take, timer } from 'rxjs';
import { readableError } from '../transport/readable.ts';
import type { ChatHistory } from '../session/index.ts';
import type { TabStore } from './tabStore.ts';

/** Fetches the last messages of a chat that the leader does not know any more, and ends it. */
export type RestOfChat = (chatId: string, fromIndex: number) => void;

/** So often it is tried again, so long after. */
const [tries, pause] = [3, 2_000];

export const restOfChat =
  (history: ChatHistory | undefined, store: TabStore, scheduler: SchedulerLike): RestOfChat =>
  (chatId, fromIndex) => {
    if (history === undefined) {
      store.endChat(chatId, []);
      return;
    }
    defer(() => history.messages(chatId, fromIndex))
      .pipe(take(1), retry({ count: tries, delay: () => timer(pause, scheduler) }))
      .subscribe({
        next: (messages) => {
          store.endChat(chatId, messages);
        },
        error: (error: unknown) => {
          const message = `the last messages of chat "${chatId}" may be missing: ${readableError(error)}`;
          store.streams.failures$.next({ kind: 'history', message, chatId, from: fromIndex });
          store.endChat(chatId, []);
        },
      });
  };
