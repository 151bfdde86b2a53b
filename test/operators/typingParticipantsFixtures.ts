import type { TypingParticipants } from '../../operators/index.ts';
import type { ChatMessage, ChatNotification, MessageLogUpdate, Participant } from '../../src/model/index.ts';
import { chatStateChange, messageLog, participant } from '../../src/testing/index.ts';

export const ann: Participant = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
export const bob: Participant = participant({ participantId: '2', nickname: 'Bob' });

export const starts = (index: number, from: Participant = ann): Partial<ChatMessage> => ({
  index,
  from,
  type: 'TypingStarted',
});
export const stops = (index: number, from: Participant = ann): Partial<ChatMessage> => ({
  index,
  from,
  type: 'TypingStopped',
});
export const writes = (index: number, from: Participant = ann): Partial<ChatMessage> => ({ index, from });

export const log = (...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', messages });
export const inB = (...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId: 'B', messages });
export const state = (status: string): ChatNotification =>
  chatStateChange({ chat: { id: 'A', state: status } });

export const typing = (...participants: Participant[]): TypingParticipants => ({ chatId: 'A', participants });
export const typingInB = (...participants: Participant[]): TypingParticipants => ({
  chatId: 'B',
  participants,
});
/** Who types in chat A. */
export const told: Readonly<Record<string, TypingParticipants>> = {
  n: typing(),
  a: typing(ann),
  b: typing(bob),
  x: typing(ann, bob),
};
