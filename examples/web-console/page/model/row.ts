import { type ChatView, isFinal } from 'rx-chat-notifications';
import type { Desk } from './desk.ts';

/** One chat as the desk shows it. */
export interface Row {
  readonly chatId: string;
  readonly customer: string;
  readonly status: string;
  readonly isOver: boolean;
  /** In epoch milliseconds. */
  readonly waitingSince: number | undefined;
  readonly unread: number;
  readonly typing: readonly string[];
  /** What was said last. */
  readonly last: string;
}

export function rowOf({ waiting, unread }: Desk, view: ChatView): Row {
  const { chatId, status = 'unknown', transcript } = view;
  const last = transcript.at(-1);
  return {
    chatId,
    customer: customerOf(view),
    status,
    isOver: isFinal(status),
    waitingSince: waiting.get(chatId),
    unread: unread.get(chatId) ?? 0,
    typing: typingIn(view),
    last: last === undefined ? '' : `${last.from.nickname}: ${last.text ?? last.type}`,
  };
}

/** Who types, except agents: one of them is the user of the page. */
export const typingIn = ({ typing }: ChatView): readonly string[] =>
  typing.filter(({ type }) => type !== 'Agent').map(({ nickname }) => nickname);

/** The customer of the chat, as far as known. */
export const customerOf = ({ chatId, participants }: ChatView): string =>
  participants.find(({ type }) => type === 'Customer' || type === 'Client')?.nickname ??
  `#${chatId.slice(-4)}`;

/** How many chats there are, and how many of them are over, wait, or hold something unread. */
export interface DeskCounts {
  readonly live: number;
  readonly over: number;
  readonly waiting: number;
  readonly unread: number;
}

export function countsOf({ chats, waiting, unread }: Desk): DeskCounts {
  let over = 0;
  for (const { status } of chats.values()) if (status !== undefined && isFinal(status)) over += 1;
  return { live: chats.size - over, over, waiting: waiting.size, unread: unread.size };
}
