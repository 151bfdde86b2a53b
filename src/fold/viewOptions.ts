import type { RetentionOptions } from './retentionOptions.ts';

/** How long a typing notice is valid, and how long the state of a chat is retained. */
export interface ViewOptions extends RetentionOptions {
  /**
   * For how many milliseconds of event time a typing notice is valid if no other follows. Default 10,000.
   */
  readonly expireAfter?: number;
}
