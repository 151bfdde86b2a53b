import type { ChatDirectory, ChatMessage } from 'rx-chat-notifications';
import type { SentMessages, SentMessage } from '../../shared/news.ts';
import { noTally, type Tally, tallyOf, tallyWith } from './tally.ts';

/** Both clients beside the truth. */
export interface Comparison {
  /** How many messages were sent since it began. */
  readonly sent: number;
  readonly ours: Tally;
  readonly naive: Tally;
  /** What was lost at the end of each of the last periods. */
  readonly past: readonly LostThen[];
  readonly chats: ReadonlyMap<string, Compared>;
}

export interface LostThen {
  readonly ours: number;
  readonly naive: number;
}

/** What is known of one chat, each message by its identity. */
interface Compared {
  readonly sent: readonly string[];
  readonly ours: readonly ChatMessage[];
  readonly naive: readonly string[];
  readonly oursTally: Tally;
  readonly naiveTally: Tally;
}

export type ComparisonEvent =
  | { readonly kind: 'sent'; readonly sent: readonly SentMessages[] }
  | { readonly kind: 'ours'; readonly chats: ChatDirectory }
  | { readonly kind: 'naive'; readonly chatId: string; readonly messages: readonly ChatMessage[] };

const PERIODS = 120;

export const emptyComparison: Comparison = {
  sent: 0,
  ours: noTally,
  naive: noTally,
  past: [],
  chats: new Map(),
};

/** The comparison after all that happened in a period: each chat that something happened in is compared once. */
export function comparisonAfter(before: Comparison, events: readonly ComparisonEvent[]): Comparison {
  const chats = new Map(before.chats);
  const changed = new Set<string>();
  const over = new Set<string>();
  let { sent, ours, naive } = before;
  const change = (chatId: string, news: (known: Compared) => Partial<Compared>): void => {
    const known = chats.get(chatId) ?? nothing;
    chats.set(chatId, { ...known, ...news(known) });
    changed.add(chatId);
  };

  for (const event of events) {
    if (event.kind === 'sent') {
      for (const { chatId, messages } of event.sent) {
        sent += messages.length;
        change(chatId, (known) => ({ sent: [...known.sent, ...messages.map(identityOfSent)] }));
      }
    } else if (event.kind === 'naive') {
      const keys = event.messages.filter(isNoTypingNotice).map(identityOf);
      change(event.chatId, (known) => ({ naive: [...known.naive, ...keys] }));
    } else {
      for (const chatId of event.chats.changed) {
        const { messages = [] } = event.chats.get(chatId)?.transcript ?? {};
        if (messages !== chats.get(chatId)?.ours) change(chatId, () => ({ ours: messages }));
      }
      for (const chatId of event.chats.removed) over.add(chatId);
    }
  }
  for (const chatId of changed) {
    const known = chats.get(chatId) ?? nothing;
    const oursTally = tallyOf(known.sent, known.ours.map(identityOf));
    const naiveTally = tallyOf(known.sent, known.naive);
    ours = tallyWith(ours, known.oursTally, oursTally);
    naive = tallyWith(naive, known.naiveTally, naiveTally);
    chats.set(chatId, { ...known, oursTally, naiveTally });
  }
  // The totals keep the findings of a chat; its messages are evicted with it.
  for (const chatId of over) chats.delete(chatId);
  const past = [...before.past, { ours: ours.lost, naive: naive.lost }].slice(-PERIODS);
  return { sent, ours, naive, past, chats };
}

const nothing: Compared = { sent: [], ours: [], naive: [], oursTally: noTally, naiveTally: noTally };

const identityOfSent = (message: SentMessage): string => message.join('\n');

const identityOf = ({ index, type, from, text }: ChatMessage): string =>
  identityOfSent([
    index,
    type,
    from.participantId,
    ...(text === undefined ? ([] as const) : ([text] as const)),
  ]);

const isNoTypingNotice = ({ type }: ChatMessage): boolean => !type.startsWith('Typing');
