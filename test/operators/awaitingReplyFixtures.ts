import { from } from 'rxjs';
import { type AwaitedReply, awaitingReply } from '../../operators/index.ts';
import type {
  Chat,
  ChatMessage,
  ChatNotification,
  MessageLogUpdate,
  Participant,
} from '../../src/model/index.ts';
import { chatStateChange, message, messageLog, participant } from '../../src/testing/index.ts';

export const ann: Participant = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
export const cid: Participant = participant({ participantId: '2', nickname: 'Cid', type: 'Client' });
/** This agent, who has an unknown type. */
export const bob: Participant = participant({ participantId: '3', nickname: 'Bob', type: 'Unknown' });
export const agent: Participant = participant({ participantId: '4', nickname: 'Eve', type: 'Agent' });
export const supervisor: Participant = participant({
  participantId: '5',
  nickname: 'Sue',
  type: 'Supervisor',
});
export const bot: Participant = participant({ participantId: '6', nickname: 'Bot', type: 'External' });
/** `byNickname` matches agents and supervisors alone. */
export const self = ({ nickname }: Participant): boolean => nickname === 'Bob';

/** A message sent at 1000 times its index by default. */
export const at = (index: number, author: Participant, overrides: Partial<ChatMessage> = {}): ChatMessage =>
  message({
    index,
    from: author,
    text: `${index} of ${author.nickname}`,
    sentAt: index * 1000,
    ...overrides,
  });
/** A message without a time. */
export const timeless = (index: number, author: Participant): ChatMessage => {
  const { sentAt: _, ...rest } = at(index, author);
  return rest;
};
export const log = (...messages: ChatMessage[]): MessageLogUpdate => messageLog({ chatId: 'A', messages });
export const inB = (...messages: ChatMessage[]): MessageLogUpdate => messageLog({ chatId: 'B', messages });
export const state = (status: string, more: Partial<Chat> = {}): ChatNotification =>
  chatStateChange({ chat: { id: 'A', state: status, ...more } });
/** Entries that were fetched, not pushed. */
export const fetched = (receivedAt: number, ...messages: ChatMessage[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', origin: 'history', receivedAt, messages });

/** What waits in chat A since the first of the messages was sent. */
export const waiting = (...messages: ChatMessage[]): AwaitedReply => {
  const since = messages[0]?.sentAt;
  return { chatId: 'A', waiting: messages, ...(since !== undefined && { since }) };
};
export const nothing: AwaitedReply = waiting();

export function emissionsOf(notifications: readonly ChatNotification[]): AwaitedReply[] {
  const all: AwaitedReply[] = [];
  from(notifications)
    .pipe(awaitingReply({ self }))
    .subscribe((emitted) => all.push(emitted));
  return all;
}
