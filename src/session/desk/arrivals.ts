import { type ChatMessage, epochOf, type MessageLogUpdate, sameEntry } from '../../model/index.ts';
import type { MessageLog } from '../../state/messageLog.ts';
import type { Arrival } from './deskData.ts';
import { pastMessages } from './notifications.ts';

/** The messages of one chat as they arrived, so that a replay keeps each message's own first `receivedAt`. */
export class Arrivals {
  readonly #list: Arrival[] = [];

  add(messages: readonly ChatMessage[], receivedAt: number, isPartial: boolean, reopenings: number): void {
    this.#list.push({ messages, receivedAt, reopenings, ...(isPartial && { isPartial }) });
  }

  list(): readonly Arrival[] {
    return [...this.#list];
  }

  /** They have the epochs that they turned out to belong to. */
  replay(chatId: string, log: MessageLog): MessageLogUpdate[] {
    const last = log.at(-1);
    const epochs = last === undefined ? 1 : epochOf(last);
    return this.#list.map(({ messages, receivedAt, isPartial }) => ({
      ...pastMessages(
        chatId,
        epochs === 1 ? messages : messages.map((message) => heldAs(message, log, epochs)),
        receivedAt,
      ),
      ...(isPartial === true && { isPartial }),
    }));
  }
}

function heldAs(message: ChatMessage, log: MessageLog, epochs: number): ChatMessage {
  for (let epoch = epochs; epoch > 0; epoch -= 1) {
    const held = log
      .under({ ...message, epoch })
      .find((other) => sameEntry(other, message) && other.sentAt === message.sentAt);
    if (held !== undefined) return held;
  }
  return message;
}
