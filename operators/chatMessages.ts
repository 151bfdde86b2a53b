import { concatMap, type OperatorFunction } from 'rxjs';
import type { ChatMessage, ChatNotification, MessageType, Origin, Visibility } from '../src/model/index.ts';
import { checkOptions, testOf } from '../src/fold/checkOptions.ts';

/** Which messages are wanted; all are, if nothing is said. */
export interface ChatMessagesOptions {
  readonly types?: MessageType | readonly MessageType[];
  /** A message without a visibility passes only if none is asked for. */
  readonly visibility?: Visibility | readonly Visibility[];
}

/** A message with the chat that it belongs to and where it came from. */
export type MessageOfChat = ChatMessage & { readonly chatId: string; readonly origin: Origin };

/**
 * The messages one by one, in the order in which they came.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { chatMessages } from 'rx-chat-notifications';
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * of(messageLog({ chatId: 'A', messages: [{ type: 'TypingStarted' }, { text: 'Hello' }] }))
 *   .pipe(chatMessages({ types: 'Text' }))
 *   .subscribe(({ chatId, text }) => console.log(chatId, text));
 * // → A Hello
 */
export function chatMessages(
  options: ChatMessagesOptions = {},
): OperatorFunction<ChatNotification, MessageOfChat> {
  const check = checkOptions('chatMessages', options);
  const isType = testOf(check, 'types', options.types);
  const isVisibility = testOf(check, 'visibility', options.visibility);
  return concatMap((notification) => {
    if (notification.kind !== 'messages') return [];
    const { chatId, origin, messages } = notification;
    return messages
      .filter(({ type, visibility }) => isType(type) && isVisibility(visibility))
      .map((message) => ({ ...message, chatId, origin }));
  });
}
