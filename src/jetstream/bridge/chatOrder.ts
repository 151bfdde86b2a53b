import { type ChatMessage, compareMessages, epochOf, type MessageLogUpdate } from '../../model/index.ts';

/** A log of one message. */
export interface Single extends MessageLogUpdate {
  readonly messages: readonly [ChatMessage, ...ChatMessage[]];
}

/** How far a chat was put in order. Immutable. */
export interface ChatOrder {
  readonly epoch: number;
  /** The highest index of the epoch that was released. */
  readonly last: number;
  /** Messages behind a gap, in order. */
  readonly held: readonly Single[];
}

export const noOrder: ChatOrder = { epoch: 1, last: 0, held: [] };

/** The order after messages, and those that are released, in order. */
export interface Ordered {
  readonly order: ChatOrder;
  readonly released: readonly Single[];
}

/**
 * Takes messages that arrived together: what continues the chat is released, what is behind a gap is held. A log that was
 * fetched proves that there is nothing else below its highest index: it is released as it is, with what is held below it.
 */
export function ordered(order: ChatOrder, arrived: readonly Single[]): Ordered {
  const held = [...order.held, ...arrived].sort(byMessage);
  const fetched = arrived
    .filter(({ origin }) => origin === 'history')
    .sort(byMessage)
    .at(-1);
  let current: ChatOrder = { ...order, held: [] };
  const released: Single[] = [];
  const rest: Single[] = [];
  for (const single of held) {
    const isProved = fetched !== undefined && byMessage(single, fetched) <= 0;
    if (!isProved && isBehindGap(current, single)) rest.push(single);
    else {
      released.push(single);
      current = after(current, single);
    }
  }
  return { order: { ...current, held: rest }, released };
}

/** Releases what is held: the gap was not closed in time. */
export const releaseAll = (order: ChatOrder): Ordered => ({
  order: { ...order.held.reduce(after, order), held: [] },
  released: order.held,
});

/** The order after a message was released. */
export function after(order: ChatOrder, { messages: [message] }: Pick<Single, 'messages'>): ChatOrder {
  const epoch = epochOf(message);
  if (epoch < order.epoch) return order;
  return { ...order, epoch, last: epoch > order.epoch ? message.index : Math.max(order.last, message.index) };
}

function isBehindGap({ epoch, last }: ChatOrder, { messages: [message] }: Single): boolean {
  const known = epochOf(message) > epoch ? 0 : last;
  return epochOf(message) >= epoch && message.index > known + 1;
}

const byMessage = (a: Single, b: Single): number => compareMessages(a.messages[0], b.messages[0]);
