import { defer, type Observable, type SchedulerLike, tap } from 'rxjs';
import type { ChatNotification } from '../../model/index.ts';
import { answer } from './answer.ts';
import { endOf } from './askedAgain.ts';
import type { ChatHistory, HistoryFailure } from './chatHistory.ts';

export interface SecondLookOptions {
  readonly history: ChatHistory;
  readonly scheduler: SchedulerLike;
  /** Takes what is told again. */
  readonly tell: (notification: ChatNotification) => void;
  readonly onFailure: (failure: HistoryFailure) => void;
}

/** Chats whose messages the server does not know: are they over, or only their messages not where they were looked for? */
export class SecondLook {
  readonly #options: SecondLookOptions;
  /** Those in question, and whether they were heard of since. */
  readonly #doubted = new Map<string, boolean>();
  /** Those whose messages are somewhere else. */
  readonly #misplaced = new Set<string>();

  constructor(options: SecondLookOptions) {
    this.#options = options;
  }

  get isDue(): boolean {
    return this.#doubted.size > 0;
  }

  doubt(chatId: string): void {
    this.#doubted.set(chatId, false);
  }

  heard(chatId: string): void {
    if (this.#doubted.has(chatId)) this.#doubted.set(chatId, true);
  }

  /** Whether it is known that nobody can ask for the messages of a chat. */
  isMisplaced(chatId: string): boolean {
    return this.#misplaced.has(chatId);
  }

  giveUp(): void {
    this.#doubted.clear();
  }

  /** Begins anew. */
  reset(): void {
    this.#doubted.clear();
    this.#misplaced.clear();
  }

  /** Asks for the list once more: what it does not name is over, the rest is one failure. */
  look(): Observable<unknown> {
    const { history, scheduler, tell, onFailure } = this.#options;
    return defer(() => {
      const asked = [...this.#doubted.keys()];
      return answer(() => history.chats(), scheduler).pipe(
        tap((listed) => {
          const ids = new Set(listed.map(({ id }) => id));
          const misplaced = asked.filter((chatId) => ids.has(chatId));
          for (const chatId of misplaced) this.#misplaced.add(chatId);
          for (const chatId of asked) {
            const isHeard = this.#doubted.get(chatId) === true;
            this.#doubted.delete(chatId);
            if (!isHeard && !ids.has(chatId)) tell(endOf(chatId, scheduler.now()));
          }
          const [chatId] = misplaced;
          if (chatId === undefined) return;
          const others = misplaced.length > 1 ? ` and ${misplaced.length - 1} more` : '';
          const message = `no messages of chat "${chatId}"${others}, which the server lists: see paths of gwsHistory`;
          onFailure({ kind: 'history', message, chatId, httpStatus: 404 });
        }),
      );
    });
  }
}
