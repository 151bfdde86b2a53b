import type { SchedulerLike } from 'rxjs';
import type { RetentionOptions } from './retentionOptions.ts';

/** How long somebody is believed to type, and how long what is known of a chat is kept. */
export interface ViewOptions extends RetentionOptions {
  /**
   * How long, in milliseconds, a typing notice is believed if no other follows. Default 10,000. For ever, if it is more
   * than a timer can run (25 days).
   */
  readonly expireAfter?: number;
  /** Times `retainEnded` and `expireAfter`. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}
