import type { ChatMessage, MessageLogUpdate } from '../../model/index.ts';
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

  replay(chatId: string): MessageLogUpdate[] {
    return this.#list.map(({ messages, receivedAt, isPartial }) => ({
      ...pastMessages(chatId, messages, receivedAt),
      ...(isPartial === true && { isPartial }),
    }));
  }
}
