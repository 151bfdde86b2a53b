import type { ChatMessage } from '../model/index.ts';
import { lowerBound } from './lowerBound.ts';
import { compareMessages } from './messageOrder.ts';
import { PersistentList } from './persistentList.ts';
import { type Gap, SeenIndices } from './seenIndices.ts';

/**
 * The messages of one chat in their total order: index, then `sentAt` (absent last), author, type, text. A snapshot:
 * it never changes, and snapshots share structure.
 */
export interface Transcript extends Iterable<ChatMessage> {
  readonly chatId: string;
  readonly length: number;
  /** The message at a position, counted from the end if negative. */
  at(position: number): ChatMessage | undefined;
  /** All messages as a frozen array, made when first read and then kept. */
  readonly messages: readonly ChatMessage[];
  /** The messages that this emission added at the end. */
  readonly appended: readonly ChatMessage[];
  /** The positions, in `messages`, of those that came late and slid into their place, ascending. */
  readonly inserted: readonly number[];
  /** The highest index seen, those of messages that are not included, too. */
  readonly lastIndex: number | undefined;
  /**
   * Ranges of indices between the lowest and the highest seen that were never seen. A hint that something may be
   * missing, not a proof: servers use up indices for messages that this agent may not see.
   */
  readonly gaps: readonly Gap[];
}

const none: readonly never[] = /* @__PURE__ */ Object.freeze([]);

/** The fold behind {@link Transcript}: `with` gives the transcript after some more messages. */
export class TranscriptFold implements Transcript {
  readonly chatId: string;
  readonly inserted: readonly number[];
  readonly #list: PersistentList<ChatMessage>;
  readonly #seen: SeenIndices;
  /** The position from which on messages were added at the end. */
  readonly #appendedFrom: number;
  #appended: readonly ChatMessage[] | undefined;

  private constructor(
    chatId: string,
    list: PersistentList<ChatMessage>,
    seen: SeenIndices,
    appendedFrom: number,
    inserted: readonly number[],
  ) {
    this.chatId = chatId;
    this.#list = list;
    this.#seen = seen;
    this.#appendedFrom = appendedFrom;
    this.inserted = inserted;
  }

  static of(chatId: string): TranscriptFold {
    return new TranscriptFold(chatId, PersistentList.empty(), SeenIndices.none(), 0, none);
  }

  get appended(): readonly ChatMessage[] {
    return (this.#appended ??= Object.freeze([...this.#list.from(this.#appendedFrom)]));
  }

  get length(): number {
    return this.#list.length;
  }

  get messages(): readonly ChatMessage[] {
    return this.#list.toArray();
  }

  get lastIndex(): number | undefined {
    return this.#seen.last;
  }

  get gaps(): readonly Gap[] {
    return this.#seen.gaps.toArray();
  }

  at(position: number): ChatMessage | undefined {
    return this.#list.at(position);
  }

  [Symbol.iterator](): Iterator<ChatMessage> {
    return this.#list.from(0);
  }

  /** Whether a reader of `previous` would see a difference in messages or gaps. */
  differsFrom(previous: TranscriptFold | undefined): boolean {
    if (previous === undefined) return this.#list.length > 0 || this.#seen.gaps.length > 0;
    return this.#list !== previous.#list || this.#seen.gaps !== previous.#seen.gaps;
  }

  /** The transcript with these messages, in whatever order they come. */
  with(messages: readonly ChatMessage[], include: (message: ChatMessage) => boolean): TranscriptFold {
    const seen = this.#seen.with(messages);
    let list = this.#list;
    /** No message of the list has a higher index. */
    let highest = this.#seen.last ?? -Infinity;
    const inserted: number[] = [];
    for (const message of inOrder(messages)) {
      if (!include(message)) continue;
      let place = list.length;
      if (message.index <= highest) {
        place = lowerBound(list, (other) => compareMessages(other, message) < 0);
        const next = list.at(place);
        if (next !== undefined && compareMessages(next, message) === 0) continue;
      }
      if (place === list.length) {
        list = list.append(message);
        highest = message.index;
      } else {
        list = list.splice(place, 0, message);
        inserted.push(place);
      }
    }
    return new TranscriptFold(this.chatId, list, seen, this.#list.length + inserted.length, frozen(inserted));
  }
}

/** As they come, as a rule: sorting would cost as much as the rest. */
function inOrder(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  let before: ChatMessage | undefined;
  for (const message of messages) {
    if (before !== undefined && compareMessages(before, message) > 0)
      return [...messages].sort(compareMessages);
    before = message;
  }
  return messages;
}

const frozen = <T>(items: readonly T[]): readonly T[] => (items.length === 0 ? none : Object.freeze(items));

/** The default of what goes into a transcript. */
export const isNoTypingNotice = ({ type }: ChatMessage): boolean =>
  type !== 'TypingStarted' && type !== 'TypingStopped';
