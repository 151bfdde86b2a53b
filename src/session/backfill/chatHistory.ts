import type { ObservableInput } from 'rxjs';
import type { Chat, ChatMessage } from '../../model/index.ts';

/**
 * Where chats and their messages can be fetched. `gwsHistory` is the one of GWS; write one of your own for another server.
 *
 * The first value of each answer counts. An error can have an `httpStatus` (or `status`) and a `retryAfter` in
 * milliseconds. With 404 the server does not know the chat.
 */
export interface ChatHistory {
  /** All chats that have not ended, the oldest first. A known chat that two lists lack is taken to have ended. */
  chats(): ObservableInput<readonly Chat[]>;
  /** The messages of a chat from an index on, that one included. Indices and participant ids number as those of the live channel do. */
  messages(chatId: string, fromIndex: number): ObservableInput<readonly ChatMessage[]>;
  /** Whether its answers fail by themselves when the server is silent. Otherwise each may take 30 s, however much arrives. */
  readonly hasTimeout?: boolean;
}

/** History that could not be fetched. The next backfill requests it again, unless the server refused it for good. */
export interface HistoryFailure {
  readonly kind: 'history';
  /** What could not be fetched, and why. */
  readonly message: string;
  /** The chat whose messages were requested; absent where it was the list of chats. */
  readonly chatId?: string;
  /** The lowest index that may be missing. */
  readonly from?: number;
  /** The highest index that was known. Later messages may be missing, too. */
  readonly to?: number;
  readonly httpStatus?: number;
}

/** What a backfill after a reconnection brought. */
export interface Backfilled {
  /** Since when something may have been missed, in epoch milliseconds. */
  readonly from: number;
  /** When the last of it was fetched, in epoch milliseconds. */
  readonly to: number;
  /** How many chats were looked at. */
  readonly chatCount: number;
  /** How many messages were new. */
  readonly messageCount: number;
}

/**
 * Why the server gave no history; the errors page of the docs says what to do. Check it by `name`: two
 * module systems may load it twice. A history of your own may throw it, too.
 */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  readonly httpStatus: number | undefined;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(message: string, httpStatus?: number, retryAfter?: number) {
    super(message);
    this.httpStatus = httpStatus;
    this.retryAfter = retryAfter;
  }
}
