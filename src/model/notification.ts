import type { Chat, ChatMessage } from './chat.ts';
import type { DecodeFailure } from './decodeFailure.ts';

/** Where a notification came from: pushed live, the state fetched at the start, or past messages fetched later. */
export type Origin = 'live' | 'snapshot' | 'history';

/** The fields of every notification. */
export interface NotificationCommon {
  /** The type of the message, by its GWS v2 name; `wire` has it as received. */
  readonly messageType: string;
  /** `data.notificationType` as received, e.g. `StatusChange`, `ParticipantsUpdated`, `NewMessages`. */
  readonly notificationType: string;
  /** The operation that caused this notification, if the server sent it. */
  readonly referenceId?: number;
  /** The same in Workspace v3, where it is a string. */
  readonly operationId?: string;
  /** The Bayeux channel it arrived on, if the whole Bayeux message was decoded. */
  readonly channel?: string;
  readonly origin: Origin;
  /** The local clock at decoding, in epoch milliseconds. Folds take their time from it. */
  readonly receivedAt: number;
  /** The message as it was received. */
  readonly wire?: unknown;
}

/** The state, participants, user data or capabilities of a chat. */
export interface ChatStateChange extends NotificationCommon {
  readonly kind: 'chat';
  readonly chatId: string;
  readonly chat: Chat;
  /** Made by this package, not sent by the server: the server no longer lists the chat. */
  readonly synthetic?: true;
  /** The participants of this notification that could not be decoded. */
  readonly rejected?: readonly DecodeFailure[];
}

/** An operation on a chat failed. */
export interface ChatOperationError extends NotificationCommon {
  readonly kind: 'error';
  readonly chatId?: string;
  readonly chat?: Chat;
  readonly errorMessage?: string;
  readonly statusCode?: number;
  readonly errorCode?: number | string;
}

/** New entries of a chat's message log. */
export interface MessageLogUpdate extends NotificationCommon {
  readonly kind: 'messages';
  readonly chatId: string;
  readonly chatUri?: string;
  readonly messages: readonly ChatMessage[];
  /** The messages of this notification that could not be decoded. */
  readonly rejected?: readonly DecodeFailure[];
  /** Messages delivered earlier that these messages replace: see `onConflict: 'replace'` of `dedupeByIndex`. */
  readonly replaces?: readonly ChatMessage[];
  /** The rest of a fetched log without its duplicates: it must not be taken for the whole log of a chat. */
  readonly isPartial?: true;
}

/** Everything this package works on, discriminated by `kind`. */
export type ChatNotification = ChatStateChange | ChatOperationError | MessageLogUpdate;

/**
 * Whether a notification shows a chat's state.
 *
 * @example
 * import { isChatStateChange } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * console.log(isChatStateChange(chatStateChange()));
 * // → true
 */
export const isChatStateChange = (notification: ChatNotification): notification is ChatStateChange =>
  notification.kind === 'chat';

/**
 * Whether a notification reports a failed operation.
 *
 * @example
 * import { isChatOperationError } from 'rx-chat-notifications';
 * import { operationError } from 'rx-chat-notifications/testing';
 *
 * console.log(isChatOperationError(operationError()));
 * // → true
 */
export const isChatOperationError = (notification: ChatNotification): notification is ChatOperationError =>
  notification.kind === 'error';

/**
 * Whether a notification contains entries of a message log.
 *
 * @example
 * import { isMessageLogUpdate } from 'rx-chat-notifications';
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * console.log(isMessageLogUpdate(messageLog()));
 * // → true
 */
export const isMessageLogUpdate = (notification: ChatNotification): notification is MessageLogUpdate =>
  notification.kind === 'messages';

/** The chat that a notification shows, if any: a state change or an error can show one. */
export const chatShownBy = (notification: ChatNotification): Chat | undefined =>
  notification.kind === 'messages' ? undefined : notification.chat;
