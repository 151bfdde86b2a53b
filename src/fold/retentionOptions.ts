import type { SchedulerLike } from 'rxjs';
import type { ChatStatus } from '../model/index.ts';

/** How long an operator that folds per chat keeps what it knows of a chat. What is let go of is forgotten without a word. */
export interface RetentionOptions {
  /** How long, in milliseconds, a chat is kept after it turned final. Default 60,000; `Infinity` keeps it. */
  readonly retainEnded?: number;
  /** How many chats are kept at most: ended ones go first, then the least recently changed. Default 10,000. */
  readonly maxChats?: number;
  /** Which states end a chat. Default: `Completed` and `Revoked`. */
  readonly isFinal?: (status: ChatStatus) => boolean;
  /** Times `retainEnded`. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}
