import type { Chat, ChatMessage } from '../../model/index.ts';

/** Messages of one chat that arrived together. */
export interface Arrival {
  readonly messages: readonly ChatMessage[];
  readonly receivedAt: number;
  /** They are not the whole log of the chat. */
  readonly isPartial?: true;
  /** How often the chat had been reopened. */
  readonly reopenings: number;
}

/** What a desk knows of one chat, as plain data. */
export interface ChatData {
  readonly chatId: string;
  readonly chat?: Chat;
  readonly shownAt: number;
  readonly hasEnded: boolean;
  readonly isEndSynthetic: boolean;
  readonly reopenings: number;
  readonly arrivals: readonly Arrival[];
}

/** All that a desk knows, as plain data: it survives `structuredClone`. */
export interface DeskData {
  readonly chats: readonly ChatData[];
}
