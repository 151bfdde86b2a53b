import { from } from 'rxjs';
import { type AwaitedReply, awaitingReply, byNickname } from '../../operators/index.ts';
import type { ChatMessage, ChatNotification, MessageLogUpdate, Participant } from '../../src/model/index.ts';
import { chatStateChange, message, messageLog, participant } from '../../src/testing/index.ts';

export const ann: Participant = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
export const cid: Participant = participant({ participantId: '2', nickname: 'Cid', type: 'Client' });
/** Oneself, whom nothing but the nickname tells. */
export const bob: Participant = participant({ participantId: '3', nickname: 'Bob', type: 'Unheard' });
export const agent: Participant = participant({ participantId: '4', nickname: 'Eve', type: 'Agent' });
export const supervisor: Participant = participant({
  participantId: '5',
  nickname: 'Sue',
  type: 'Supervisor',
});
export const bot: Participant = participant({ participantId: '6', nickname: 'Bot', type: 'External' });
export const self: (author: Participant) => boolean = byNickname('Bob');

/** A message sent at 1000 times its index, unless told otherwise. */
export const at = (index: number, author: Participant, told: Partial<ChatMessage> = {}): ChatMessage =>
  message({ index, from: author, text: `${index} of ${author.nickname}`, sentAt: index * 1000, ...told });
/** A message without a time. */
export const timeless = (index: number, author: Participant): ChatMessage => {
  const { sentAt: _, ...rest } = at(index, author);
  return rest;
};
export const log = (...messages: ChatMessage[]): MessageLogUpdate => messageLog({ chatId: 'A', messages });
export const inB = (...messages: ChatMessage[]): MessageLogUpdate => messageLog({ chatId: 'B', messages });
export const state = (status: string): ChatNotification =>
  chatStateChange({ chat: { id: 'A', state: status } });

/** What waits in chat A since the first of the messages was sent. */
export const waiting = (...messages: ChatMessage[]): AwaitedReply => {
  const since = messages[0]?.sentAt;
  return { chatId: 'A', waiting: messages, ...(since !== undefined && { since }) };
};
export const nothing: AwaitedReply = waiting();

export function toldOf(notifications: readonly ChatNotification[]): AwaitedReply[] {
  const all: AwaitedReply[] = [];
  from(notifications)
    .pipe(awaitingReply({ self }))
    .subscribe((told) => all.push(told));
  return all;
}
