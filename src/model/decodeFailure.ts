/** One thing that is wrong with a payload: where, what should be there, and what is. */
export interface DecodeProblem {
  /** The place as a programmer would write it, e.g. `messages[1].from.nickname`; empty for the whole. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** Why a message did not become a notification. Plain data: it can be logged, cloned and sent. */
export interface DecodeFailure {
  /** `foreign`: a well-formed message that is not about chats (calls, devices). `invalid`: anything else. */
  readonly kind: 'invalid' | 'foreign';
  /** One readable line. */
  readonly message: string;
  /** Where the first problem is; empty for the whole. */
  readonly path: string;
  /** The first three problems. */
  readonly problems: readonly DecodeProblem[];
  /** What could not be decoded. */
  readonly raw: unknown;
  /** The Bayeux channel it arrived on, where known. */
  readonly channel?: string;
}
