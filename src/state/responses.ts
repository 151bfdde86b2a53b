import type { ChatMessage, Participant } from '../model/index.ts';
import { type Answered, type Entry, keysOf, nothingWaits, serverTimeOf, type Waiting } from './waiting.ts';

/** How long a customer waited for an answer. */
export interface ResponseTime {
  readonly chatId: string;
  /** `'first'` for the first wait of the chat that was answered, then `'next'`. */
  readonly kind: 'first' | 'next';
  /** The author of the first message of the wait. */
  readonly customer: Participant;
  /** When the first message of the wait was sent, in epoch milliseconds. */
  readonly askedAt: number;
  /** When the answer was sent, by the same clock. */
  readonly answeredAt: number;
  /** From `askedAt` to `answeredAt`, in milliseconds; 0 if the clock of the server ran backwards. */
  readonly duration: number;
}

/** The answers of a chat. Immutable. */
export interface Responses {
  readonly waiting: Waiting;
  /** Of the waits that the last notification ended. */
  readonly times: readonly ResponseTime[];
  /** All messages whose wait was answered. */
  readonly asked: ReadonlySet<ChatMessage>;
}

export const noResponses = (chatId: string): Responses => ({
  waiting: nothingWaits(chatId),
  times: [],
  asked: new Set(),
});

/**
 * The answers after a notification. A late message can change the extent of a wait: one that shares a question with an
 * answered wait is not new.
 */
export function responsesAfter({ asked }: Responses, waiting: Waiting): Responses {
  const { answered, rewritten = [] } = waiting;
  if (answered.length === 0) return { waiting, times: [], asked };
  const known = new Set(
    [...asked].flatMap((message) => (rewritten.includes(message) ? keysOf(message) : message)),
  );
  const isNew = (message: ChatMessage): boolean => !keysOf(message).some((key) => known.has(key));
  const news = answered.filter((wait) => questionsOf(wait).every(isNew));
  return {
    waiting,
    times: news.flatMap((wait, at) => timesOf(waiting, wait, asked.size + at > 0 ? 'next' : 'first')),
    asked: new Set([...asked, ...answered.flatMap(questionsOf)]),
  };
}

const questionsOf = ({ asked }: Answered): readonly ChatMessage[] => asked.map(({ message }) => message);

/** By the server's clock if both were sent at a known time, else by the local one; none if a time is unknown. */
function timesOf(
  { log, offset, receivedDate }: Waiting,
  { asked: [first], answer }: Answered,
  kind: ResponseTime['kind'],
): readonly ResponseTime[] {
  if (first === undefined) return [];
  const localTimeOf = ({ isLive, local }: Entry, sentAt = NaN): number => (isLive ? local : sentAt + offset);
  let askedAt = serverTimeOf(log, first, receivedDate);
  let answeredAt = answer.message.sentAt;
  if (askedAt === undefined || answeredAt === undefined) {
    askedAt = localTimeOf(first, askedAt);
    answeredAt = localTimeOf(answer, answeredAt);
  }
  const wait = answeredAt - askedAt;
  if (!Number.isFinite(wait)) return [];
  const duration = Math.max(0, wait);
  return [{ chatId: log.chatId, kind, customer: first.message.from, askedAt, answeredAt, duration }];
}
