import type { SchedulerLike } from 'rxjs';
import type { ChatStatus } from '../model/index.ts';

/** How long an operator retains the state of a chat. Evicting a chat emits nothing, unless the operator says otherwise. */
export interface RetentionOptions {
  /** For how many milliseconds of event time a chat is retained after it turned final. Default 60,000; `Infinity` retains it. */
  readonly retainEnded?: number;
  /** The largest number of chats. Beyond it, ended chats are evicted first, then the least recently changed. Default 10,000. */
  readonly maxChats?: number;
  /** Which states end a chat. Default: `Completed` and `Revoked`. */
  readonly isFinal?: (status: ChatStatus) => boolean;
  /** Wakes up what is due while no notification arrives. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}
