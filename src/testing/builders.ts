import {
  type Chat,
  type ChatMessage,
  type ChatOperationError,
  type ChatStateChange,
  isInstant,
  isTypingNotice,
  type MessageLogUpdate,
  type NotificationCommon,
  type Participant,
  pathSegmentOf,
} from '../model/index.ts';

const defaultChatId = '0000Wa9CAM6W00J';
const defaultInstant = 1_389_261_492_035;

/** What may be overridden in any notification. */
export type CommonOverrides = Partial<Omit<NotificationCommon, 'messageType'>>;

const common = (notificationType: string): Omit<NotificationCommon, 'messageType'> => ({
  notificationType,
  channel: '/v2/me/chats',
  origin: 'live',
  receivedAt: defaultInstant,
});

/**
 * A participant; an agent by default.
 *
 * @example
 * import { participant } from 'rx-chat-notifications/testing';
 *
 * console.log(participant({ type: 'Customer' }).nickname);
 * // → TestName
 */
export const participant = (overrides: Partial<Participant> = {}): Participant => ({
  participantId: '007352CE72D50290',
  nickname: 'TestName',
  type: 'Agent',
  ...overrides,
});

/**
 * A chat that is going on, with no fields but its id and state.
 *
 * @example
 * import { chat } from 'rx-chat-notifications/testing';
 *
 * console.log(chat({ state: 'Invited' }));
 * // → { id: '0000Wa9CAM6W00J', state: 'Invited' }
 */
export const chat = (overrides: Partial<Chat> = {}): Chat => ({
  id: defaultChatId,
  state: 'Chatting',
  ...overrides,
});

/**
 * A message: a text that an agent wrote, with index 1. A typing notice has no text unless it is given one.
 *
 * @throws TypeError if `sentAt` is no instant that a message can have been sent at.
 *
 * @example
 * import { message } from 'rx-chat-notifications/testing';
 *
 * console.log(message({ index: 3, type: 'TypingStarted' }).type);
 * // → TypingStarted
 */
export function message(overrides: Partial<ChatMessage> = {}): ChatMessage {
  const { sentAt } = overrides;
  if (sentAt !== undefined && !isInstant(sentAt)) {
    throw new TypeError(
      `message: sentAt must be whole epoch milliseconds up to the year 9999, got ${sentAt}`,
    );
  }
  return {
    index: 1,
    type: 'Text',
    from: participant(),
    ...(!isTypingNotice(overrides) && { text: 'How may I help you?' }),
    visibility: 'All',
    ...overrides,
  };
}

/**
 * A notification that shows a chat's state.
 *
 * @example
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * const completed = chatStateChange({ chat: { id: 'A', state: 'Completed' }, notificationType: 'PropertiesUpdated' });
 * console.log(completed.chatId, completed.chat.state);
 * // → A Completed
 */
export function chatStateChange({
  chat: fields,
  ...overrides
}: CommonOverrides &
  Pick<ChatStateChange, 'synthetic' | 'rejected'> & { readonly chat?: Partial<Chat> } = {}): ChatStateChange {
  const shown = chat(fields);
  return {
    kind: 'chat',
    messageType: 'ChatStateChangeMessage',
    ...common('StatusChange'),
    ...overrides,
    chatId: shown.id,
    chat: shown,
  };
}

/**
 * A notification that brings messages, of which only the fields that matter need be given. Indices count up from 1 where
 * they are not given.
 *
 * @example
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * const log = messageLog({ chatId: 'A', messages: [{ text: 'Hello' }, { text: 'Good morning' }] });
 * console.log(log.messages.map(({ index, text }) => `${index} ${text}`));
 * // → [ '1 Hello', '2 Good morning' ]
 */
export function messageLog({
  chatId = defaultChatId,
  messages = [{}],
  ...overrides
}: CommonOverrides &
  Pick<MessageLogUpdate, 'rejected' | 'replaces' | 'isPartial'> & {
    readonly chatId?: string;
    readonly messages?: readonly Partial<ChatMessage>[];
  } = {}): MessageLogUpdate {
  return {
    kind: 'messages',
    messageType: 'MessageLogUpdated',
    ...common('NewMessages'),
    ...overrides,
    chatId,
    chatUri: `http://localhost:8080/api/v2/chats/${pathSegmentOf(chatId)}`,
    messages: messages.map((fields, position) => message({ index: position + 1, ...fields })),
  };
}

/**
 * A notification that an operation failed.
 *
 * @example
 * import { operationError } from 'rx-chat-notifications/testing';
 *
 * console.log(operationError({ referenceId: 84 }).errorMessage);
 * // → The chat is not in a state that allows this operation
 */
export function operationError({
  chat: fields,
  chatId,
  ...overrides
}: CommonOverrides &
  Pick<ChatOperationError, 'chatId' | 'errorMessage' | 'statusCode' | 'errorCode'> & {
    readonly chat?: Partial<Chat>;
  } = {}): ChatOperationError {
  const shown = fields === undefined ? undefined : chat(fields);
  const id = shown?.id ?? chatId;
  return {
    kind: 'error',
    messageType: 'ChatStateChangeMessage',
    errorMessage: 'The chat is not in a state that allows this operation',
    statusCode: 5,
    ...common('Error'),
    ...overrides,
    ...(id !== undefined && { chatId: id }),
    ...(shown !== undefined && { chat: shown }),
  };
}
