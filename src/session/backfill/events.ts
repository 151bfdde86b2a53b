import type { Chat, ChatMessage, ChatNotification } from '../../model/index.ts';
import type { Backfilled, HistoryFailure } from './chatHistory.ts';

/** Why a request was not answered. */
export interface Refusal {
  readonly reason: string;
  readonly httpStatus?: number;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfter?: number;
}

/** A request under way. Without a chat it asks for the list. */
export interface HistoryRequest {
  readonly id: number;
  readonly chatId?: string;
  /** The first index that is asked for. */
  readonly from: number;
  readonly sentAt: number;
  /** The last notification that was taken when it was sent: what is live and later precedes the answer. */
  readonly seq: number;
}

/** What happens to a backfill. Instants in epoch milliseconds. */
export type BackfillEvent =
  /** The session is connected. `lostFrom` is absent at a start, where nothing can have been missed. */
  | { readonly type: 'connected'; readonly at: number; readonly lostFrom: number | undefined }
  /** The desk has taken a live notification. */
  | { readonly type: 'received'; readonly at: number; readonly notification: ChatNotification }
  | {
      readonly type: 'listed';
      readonly at: number;
      readonly request: number;
      readonly chats: readonly Chat[];
    }
  | {
      readonly type: 'fetched';
      readonly at: number;
      readonly request: number;
      readonly messages: readonly ChatMessage[];
    }
  | { readonly type: 'refused'; readonly at: number; readonly request: number; readonly refusal: Refusal }
  | { readonly type: 'wake'; readonly at: number }
  /** No live notification will come any more: nothing that was overtaken is waited for. */
  | { readonly type: 'completed'; readonly at: number };

/** A window of time in which something may have been missed, in epoch milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What a step asks the shell to do, in this order. */
export type BackfillEffect =
  | { readonly do: 'fetch'; readonly request: HistoryRequest }
  | { readonly do: 'cancel'; readonly request: number }
  /** The desk has taken it already. */
  | { readonly do: 'emit'; readonly notification: ChatNotification; readonly seq: number }
  /** The chats are known, or cannot be fetched for now. */
  | { readonly do: 'listed' }
  | { readonly do: 'fail'; readonly failure: HistoryFailure }
  /** The backfill has ended. `missing` is what it could not fetch. The effect repeats when that changes. */
  | { readonly do: 'ended'; readonly missing: Window | undefined; readonly backfilled?: Backfilled }
  /** Replaces the former instant; `Infinity` if nothing is waited for. */
  | { readonly do: 'wakeAt'; readonly at: number };
