import type { Chat } from '../../model/index.ts';
import { MessageLog } from '../../state/messageLog.ts';
import { Arrivals } from './arrivals.ts';

/** What is known of one chat. */
export interface HeldChat {
  readonly chatId: string;
  /** Absent until a notification shows the chat. */
  readonly chat: Chat | undefined;
  /** All messages, typing notices too, because they use up indices. */
  readonly log: MessageLog;
  readonly hasEnded: boolean;
  /** Whether the end was concluded from lists that lack the chat, not sent by the server. */
  readonly isEndSynthetic: boolean;
  /** The sequence number of the last live notification; 0 if there was none. */
  readonly liveSeq: number;
  /** The sequence number at which the chat became known: one of the same id after an eviction has another. */
  readonly openedSeq: number;
}

/** The same as the desk itself sees it, and changes it. */
export interface Kept extends HeldChat {
  chat: Chat | undefined;
  log: MessageLog;
  hasEnded: boolean;
  isEndSynthetic: boolean;
  liveSeq: number;
  /** When `chat` was last changed, by the local clock. */
  shownAt: number;
  /** The sequence number of the last live notification that showed each field of the chat. */
  readonly liveFields: Partial<Record<string, number>>;
  readonly arrivals: Arrivals;
  reopenings: number;
  /** The sequence number of the last change. */
  changed: number;
}

export const emptyChat = (chatId: string, openedSeq: number): Kept => ({
  chatId,
  openedSeq,
  chat: undefined,
  log: MessageLog.of(chatId),
  hasEnded: false,
  isEndSynthetic: false,
  liveSeq: 0,
  shownAt: 0,
  liveFields: {},
  arrivals: new Arrivals(),
  reopenings: 0,
  changed: 0,
});
