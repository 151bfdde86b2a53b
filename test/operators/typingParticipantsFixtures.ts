import { asyncScheduler, map, type MonoTypeOperatorFunction } from 'rxjs';
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

/** Stamps each notification with the virtual time, as a live stream has it. */
export const received: MonoTypeOperatorFunction<ChatNotification> = map((notification) => ({
  ...notification,
  receivedAt: asyncScheduler.now(),
}));

export const typing = (...participants: Participant[]): TypingParticipants => ({
  chatId: 'A',
  participants: participants.map((who) => ({ ...who, visibility: 'All' })),
});
export const typingInB = (...participants: Participant[]): TypingParticipants => ({
  ...typing(...participants),
  chatId: 'B',
});
/** Who types in chat A. */
export const typists: Readonly<Record<string, TypingParticipants>> = {
  n: typing(),
  a: typing(ann),
  b: typing(bob),
  x: typing(ann, bob),
};
