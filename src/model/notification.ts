import type { Chat, ChatMessage } from './chat.ts';
import type { DecodeFailure } from './decodeFailure.ts';

/** Where a notification came from: pushed live, the state fetched at start, or past messages fetched later. */
export type Origin = 'live' | 'snapshot' | 'history';

/** What all notifications share. */
export interface NotificationCommon {
  /** What the message is, in the words of GWS v2; as it came in `wire`. */
  readonly messageType: string;
  /** `data.notificationType` as it came, e.g. `StatusChange`, `ParticipantsUpdated`, `NewMessages`. */
  readonly notificationType: string;
  /** The operation that caused this one, where the server told it. */
  readonly referenceId?: number;
  /** The Bayeux channel it arrived on, where the whole Bayeux message was decoded. */
  readonly channel?: string;
  readonly origin: Origin;
  /** The clock at decoding, in epoch milliseconds. Folds take their times from it. */
  readonly receivedAt: number;
  /** The message as it was received. */
  readonly wire?: unknown;
}

/** The state, participants, user data or capabilities of a chat. */
export interface ChatStateChange extends NotificationCommon {
  readonly kind: 'chat';
  readonly chatId: string;
  readonly chat: Chat;
  /** Made by this package, not sent by the server: the server no longer knew the chat. */
  readonly synthetic?: true;
}

/** An operation on a chat did not succeed. */
export interface ChatOperationError extends NotificationCommon {
  readonly kind: 'error';
  readonly chatId?: string;
  readonly chat?: Chat;
  readonly errorMessage?: string;
  readonly statusCode?: number;
}

/** New entries of a chat's message log. */
export interface MessageLogUpdate extends NotificationCommon {
  readonly kind: 'messages';
  readonly chatId: string;
  readonly chatUri?: string;
  readonly messages: readonly ChatMessage[];
  /** The messages of this notification that could not be decoded. */
  readonly rejected?: readonly DecodeFailure[];
}

/** Everything this package works on, told apart by `kind`. */
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
 * Whether a notification tells that an operation failed.
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
 * Whether a notification brings entries of a message log.
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

/** The chat as a notification shows it, whichever its kind: an error may carry it, too. */
export const chatShownBy = (notification: ChatNotification): Chat | undefined =>
  notification.kind === 'messages' ? undefined : notification.chat;
