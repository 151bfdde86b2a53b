import type { KeyedOptions } from './keyedOptions.ts';

/** How long somebody is believed to type, and how long what is known of a chat is kept. */
export interface TypingOptions extends KeyedOptions {
  /** How long, in milliseconds, a typing notice is believed if no other follows. Default 10,000. */
  readonly expireAfter?: number;
}
