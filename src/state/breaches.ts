import type { ChatMessage, Participant } from '../model/index.ts';
import { nothingWaits, serverTimeOf, type Waiting } from './waiting.ts';

/** A customer has waited for too long. */
export interface ResponseBreach {
  readonly chatId: string;
  /** The author of the first message that waits. */
  readonly customer: Participant;
  /** When the first message that waits was sent, as `awaitingReply` reports it; absent if unknown. */
  readonly since?: number;
  /** When the wait became too long, by the local clock, in epoch milliseconds. */
  readonly breachedAt: number;
  /** What waits at that time, in order. */
  readonly waiting: readonly ChatMessage[];
}

/** Whether a chat has waited for too long. Immutable. */
export interface Breaches {
  readonly waiting: Waiting;
  /** The last breach. */
  readonly breach: ResponseBreach | undefined;
}

export const noBreaches = (chatId: string): Breaches => ({
  waiting: nothingWaits(chatId),
  breach: undefined,
});

/** When the wait becomes too long, in event time; `Infinity` if nothing waits or the wait was reported. */
export function breachAt({ waiting: { log, open, offset, receivedDate } }: Breaches, after: number): number {
  const [first] = open;
  if (first === undefined || open.some(({ isReported }) => isReported)) return Infinity;
  const { local, isLive } = first;
  const sentAt = isLive ? Infinity : (serverTimeOf(log, first, receivedDate) ?? Infinity);
  return Math.min(local, sentAt + offset) + after;
}

/** The breaches at an instant of event time. */
export function breachesAt(breaches: Breaches, now: number, after: number): Breaches {
  const { waiting } = breaches;
  const { log, open, since } = waiting;
  const breachedAt = breachAt(breaches, after);
  const [first] = open;
  if (first === undefined || breachedAt > now) return breaches;
  return {
    waiting: { ...waiting, open: open.map((entry) => ({ ...entry, isReported: true })) },
    breach: {
      chatId: log.chatId,
      customer: first.message.from,
      ...(since !== undefined && { since }),
      breachedAt,
      waiting: open.map(({ message }) => message),
    },
  };
}
