import { assignEpochs, epochAt, type Epochs, firstEpoch, reopen } from '../fold/epochs.ts';
import {
  type ChatMessage,
  compareMessages,
  epochOf,
  type MessageLogUpdate,
  sameMessage,
} from '../model/index.ts';
import { type Gap, type KnownIndices, noIndices, withIndex } from './knownIndices.ts';
import { lowerBound } from './lowerBound.ts';
import { PersistentList } from './persistentList.ts';
import { groupsOf, mergeSaid } from './saidTwice.ts';
import type { Transcript } from './transcript.ts';

/** What a log takes from a notification. */
export type LogEntries = Pick<MessageLogUpdate, 'messages' | 'origin' | 'isPartial' | 'replaces'>;

export type Include = (message: ChatMessage) => boolean;

interface LogState extends KnownIndices {
  readonly chatId: string;
  readonly list: PersistentList<ChatMessage>;
  /** The latest `sentAt` of the current epoch; `-Infinity` if there is none. The indices are those of this epoch, too. */
  readonly latest: number;
  readonly epochs: Epochs;
  /** What the last notification changed. */
  readonly news: readonly ChatMessage[];
  readonly appendedFrom: number;
  readonly inserted: readonly number[];
  readonly replaced: readonly ChatMessage[];
}

const none: readonly never[] = /* @__PURE__ */ Object.freeze([]);

/**
 * The messages of one chat: each once, in order, with their epochs. Any order of arrival gives the same log. Every fold
 * that has to tell messages apart, or in order, is built on it. Immutable.
 */
export class MessageLog implements Transcript {
  readonly chatId: string;
  /** The messages that the last notification added, in its order: its own array if it added all of them unchanged. */
  readonly news: readonly ChatMessage[];
  readonly inserted: readonly number[];
  readonly replaced: readonly ChatMessage[];
  readonly #list: PersistentList<ChatMessage>;
  readonly #first: number;
  readonly #last: number;
  readonly #gaps: PersistentList<Gap>;
  readonly #latest: number;
  readonly #epochs: Epochs;
  readonly #appendedFrom: number;
  #appended: readonly ChatMessage[] | undefined;

  private constructor(state: LogState) {
    this.chatId = state.chatId;
    this.news = state.news;
    this.inserted = state.inserted;
    this.replaced = state.replaced;
    this.#list = state.list;
    this.#first = state.first;
    this.#last = state.last;
    this.#gaps = state.gaps;
    this.#latest = state.latest;
    this.#epochs = state.epochs;
    this.#appendedFrom = state.appendedFrom;
  }

  static of(chatId: string): MessageLog {
    return new MessageLog({
      ...noIndices,
      chatId,
      list: PersistentList.empty(),
      latest: -Infinity,
      epochs: firstEpoch,
      news: none,
      appendedFrom: 0,
      inserted: none,
      replaced: none,
    });
  }

  get length(): number {
    return this.#list.length;
  }

  get messages(): readonly ChatMessage[] {
    return this.#list.toArray();
  }

  get appended(): readonly ChatMessage[] {
    return (this.#appended ??= Object.freeze([...this.#list.from(this.#appendedFrom)]));
  }

  get lastIndex(): number | undefined {
    return this.#last === -Infinity ? undefined : this.#last;
  }

  get gaps(): readonly Gap[] {
    return this.#gaps.toArray();
  }

  at(position: number): ChatMessage | undefined {
    return this.#list.at(position);
  }

  [Symbol.iterator](): Iterator<ChatMessage> {
    return this.#list.from(0);
  }

  /** Whether a reader of `previous` would see a difference in messages or gaps. */
  differsFrom(previous: MessageLog = MessageLog.of(this.chatId)): boolean {
    return this.#list !== previous.#list || this.#gaps !== previous.#gaps;
  }

  /**
   * The log after a notification.
   *
   * @param include - which messages to hold. The indices of the others still count.
   * @param reopenings - how often the chat was reopened so far.
   */
  with(entries: LogEntries, include: Include | undefined, reopenings: number): MessageLog {
    const { messages } = entries;
    let first = this.#first;
    let last = this.#last;
    let gaps = this.#gaps;
    let latest = this.#latest;
    const epochs = this.#epochsAt(reopenings);
    let isNext = epochs.current === 1 && entries.replaces === undefined;
    // As a rule, a log continues the chat: nothing has to be compared.
    for (const { index, sentAt, epoch } of messages) {
      isNext &&= index > last && epoch === undefined;
      if (!isNext) return this.#merged(entries, include, epochs);
      if (first === Infinity) first = index;
      else if (index > last + 1) gaps = gaps.append({ from: last + 1, to: index - 1 });
      last = index;
      if (sentAt !== undefined && sentAt > latest) latest = sentAt;
    }
    const included = include === undefined || messages.every(include) ? messages : messages.filter(include);
    return new MessageLog({
      chatId: this.chatId,
      list: this.#list.concat(included),
      first,
      last,
      gaps,
      latest,
      epochs,
      news: included,
      appendedFrom: this.#list.length,
      inserted: none,
      replaced: none,
    });
  }

  #epochsAt(reopenings: number): Epochs {
    return reopenings === this.#epochs.reopenings
      ? this.#epochs
      : reopen(this.#epochs, reopenings, { at: this.#latest, index: this.#last });
  }

  /** The messages that are held under the epoch and index of a message. */
  under(message: ChatMessage): readonly ChatMessage[] {
    return heldUnder(this.#list, message);
  }

  /** The same where messages are late, duplicates, other versions or of another epoch. */
  #merged(entries: LogEntries, include: Include = () => true, known: Epochs): MessageLog {
    let list = this.#list;
    let latest = this.#latest;
    let indices: KnownIndices = { first: this.#first, last: this.#last, gaps: this.#gaps };
    const replaced: ChatMessage[] = [];
    const inserted: number[] = [];
    const add = (message: ChatMessage): void => {
      const place = placeOf(list, message);
      if (place < list.length) inserted.push(place);
      list = list.splice(place, 0, message);
    };
    const remove = (message: ChatMessage): void => {
      const place = placeOf(list, message);
      const found = list.at(place);
      if (found === undefined || compareMessages(found, message) !== 0) return;
      list = list.splice(place, 1);
      replaced.push(found);
    };
    const { messages, origin, isPartial, replaces = none } = entries;
    const { epochs, log } = assignEpochs(known, messages, origin === 'history' && isPartial !== true, {
      last: { at: latest, index: indices.last },
      lowest: indices.first,
      equals: (message) => equalsIn(list, message),
    });
    const count = (message: ChatMessage): void => {
      if (epochOf(message) !== epochs.current) return;
      indices = withIndex(indices, message.index);
      latest = Math.max(latest, message.sentAt ?? latest);
    };

    if (epochs !== known) {
      indices = noIndices;
      latest = -Infinity;
      const held = list.toArray();
      held.forEach((message, at) => {
        const epoch = epochOf(message) < known.current ? epochOf(message) : epochAt(epochs, held, at);
        const moved = epoch === epochOf(message) ? message : { ...message, epoch };
        if (moved !== message) {
          remove(message);
          add(moved);
        }
        count(moved);
      });
    }
    log.forEach(count);
    replaces.forEach(remove);
    const added: ChatMessage[] = [];
    const newsOf = new Map<ChatMessage, ChatMessage>();
    for (const group of groupsOf(log.filter(include))) {
      const merged = mergeSaid(group, equalsIn(list, group[0]));
      merged.removed.forEach(remove);
      added.push(...merged.added);
      for (const [entry, emitted] of merged.news) newsOf.set(entry, emitted);
    }
    added.sort(compareMessages).forEach(add);
    const news = log.flatMap((message) => {
      const emitted = newsOf.get(message) ?? none;
      newsOf.delete(message);
      return emitted;
    });
    const isRewritten = replaced.length > 0;
    return new MessageLog({
      ...indices,
      chatId: this.chatId,
      list,
      latest,
      epochs,
      news:
        news.length === messages.length && news.every((message, at) => message === messages[at])
          ? messages
          : news,
      appendedFrom: isRewritten ? list.length : this.#list.length + inserted.length,
      inserted: isRewritten || inserted.length === 0 ? none : Object.freeze(inserted),
      replaced: isRewritten ? Object.freeze(replaced) : none,
    });
  }
}

type List = PersistentList<ChatMessage>;

const placeOf = (list: List, message: ChatMessage): number =>
  lowerBound(list, (other) => compareMessages(other, message) < 0);

/** The messages of the same epoch and index. */
function heldUnder(list: List, message: ChatMessage): readonly ChatMessage[] {
  const held: ChatMessage[] = [];
  const distance = (other: ChatMessage): number =>
    epochOf(other) - epochOf(message) || other.index - message.index;
  for (let at = lowerBound(list, (other) => distance(other) < 0); ; at += 1) {
    const other = list.at(at);
    if (other === undefined || distance(other) !== 0) return held;
    held.push(other);
  }
}

const equalsIn = (list: List, message: ChatMessage | undefined): readonly ChatMessage[] =>
  message === undefined ? none : heldUnder(list, message).filter((other) => sameMessage(other, message));
