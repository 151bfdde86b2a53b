import { chatStateChange, messageLog, participant } from 'rx-chat-notifications/testing';
import type { Capability, ChatMessage, ChatNotification, ChatStatus } from 'rx-chat-notifications';

export const sam = participant({ participantId: '1', nickname: 'Sam', type: 'Agent' });
export const ann = participant({ participantId: '2', nickname: 'Ann', type: 'Customer' });
export const bea = participant({ participantId: '3', nickname: 'Bea', type: 'Customer' });

/** A chat of Sam's as GWS sends it. */
export const chatOf = (
  customer: typeof ann,
  state: ChatStatus = 'Chatting',
  capabilities: readonly Capability[] = ['SendMessage', 'Complete'],
): ChatNotification =>
  chatStateChange({ chat: { id: customer.nickname, state, capabilities, participants: [customer, sam] } });

/** Messages in the chat of a customer. */
export const messagesOf = (
  customer: typeof ann,
  messages: readonly Partial<ChatMessage>[],
  referenceId?: number,
): ChatNotification =>
  messageLog({
    chatId: customer.nickname,
    messages,
    ...(referenceId !== undefined && { referenceId }),
  });
