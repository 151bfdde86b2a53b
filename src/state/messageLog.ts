import { assignEpochs, type Epochs, firstEpoch, inEpochs, isRestarted, reopen } from '../fold/epochs.ts';
import {
  type ChatMessage,
  compareMessages,
  epochOf,
  type MessageLogUpdate,
  sameMessage,
} from '../model/index.ts';
import { GrowingList } from './growingList.ts';
import { type Gap, type KnownIndices, noGaps, withIndex } from './knownIndices.ts';
import { lowerBound, type Positions } from './lowerBound.ts';
import { merge } from './saidTwice.ts';
import type { Transcript } from './transcript.ts';

/** What a log takes from a notification. */
export type LogEntries = Pick<MessageLogUpdate, 'messages' | 'origin' | 'isPartial' | 'replaces'>;

/** What changes rarely, so that most snapshots share it. Of the current epoch. */
interface Background {
  /** The lowest known index; `Infinity` if none is known. */
  readonly first: number;
  readonly gaps: GrowingList<Gap>;
  readonly epochs: Epochs;
}

/** How the last notification changed the messages, if it did not just append to them. */
interface Change {
  readonly appendedFrom: number;
  readonly inserted: readonly number[];
  readonly replaced: readonly ChatMessage[];
  readonly looksRestarted: boolean;
}

const none: readonly never[] = /* @__PURE__ */ Object.freeze([]);
const nothingKnown: Background = { first: Infinity, gaps: noGaps, epochs: firstEpoch };

export type Include = (message: ChatMessage) => boolean;

/**
 * The messages of one chat: each once, in order, with their epochs. Any order of arrival gives the same log. Every fold
 * that has to distinguish or order messages is built on it. Immutable.
 */
export class MessageLog implements Transcript {
  readonly chatId: string;
  /** The messages that the last notification added, in its order: its own array if it added all of them unchanged. */
  readonly news: readonly ChatMessage[];
  readonly length: number;
  /**
   * The first `length` of them are the messages of this log. Snapshots share the array: the newest appends in place, an
   * older one copies it first.
   */
  readonly #items: ChatMessage[];
  /** The highest known index of the current epoch; `-Infinity` if none is known. */
  readonly #last: number;
  /** The message of the current epoch that was sent last. */
  readonly #newest: ChatMessage | undefined;
  readonly #background: Background;
  readonly #change: Change | undefined;
  #messages: readonly ChatMessage[] | undefined;

  private constructor(
    chatId: string,
    items: ChatMessage[],
    length: number,
    news: readonly ChatMessage[],
    last: number,
    newest: ChatMessage | undefined,
    background: Background,
    change: Change | undefined,
  ) {
    this.chatId = chatId;
    this.#items = items;
    this.length = length;
    this.news = news;
    this.#last = last;
    this.#newest = newest;
    this.#background = background;
    this.#change = change;
  }

  static of(chatId: string): MessageLog {
    return new MessageLog(chatId, [], 0, none, -Infinity, undefined, nothingKnown, undefined);
  }

  get messages(): readonly ChatMessage[] {
    return (this.#messages ??= Object.freeze(this.#items.slice(0, this.length)));
  }

  get appended(): readonly ChatMessage[] {
    const from = this.#change?.appendedFrom ?? this.length - this.news.length;
    return Object.freeze(this.#items.slice(from, this.length));
  }

  get inserted(): readonly number[] {
    return this.#change?.inserted ?? none;
  }

  get replaced(): readonly ChatMessage[] {
    return this.#change?.replaced ?? none;
  }

  /** Whether `news` alone would look like a restart of the indices, which the whole notification was not. */
  get looksRestarted(): boolean {
    return this.#change?.looksRestarted === true;
  }

  get lastIndex(): number | undefined {
    return this.#last === -Infinity ? undefined : this.#last;
  }

  get gaps(): readonly Gap[] {
    return this.#background.gaps.toArray();
  }

  at(position: number): ChatMessage | undefined {
    const index = position < 0 ? this.length + position : position;
    return index < this.length ? this.#items[index] : undefined;
  }

  slice(from: number, to: number): readonly ChatMessage[] {
    return this.#items.slice(from, Math.min(to, this.length));
  }

  [Symbol.iterator](): Iterator<ChatMessage> {
    return this.messages[Symbol.iterator]();
  }

  /** Whether a reader of `previous` would see a difference in messages or gaps. */
  differsFrom(previous: MessageLog = empty): boolean {
    return (
      this.length !== previous.length ||
      (this.#items !== previous.#items && this.length > 0) ||
      this.#background.gaps !== previous.#background.gaps
    );
  }

  /** The messages that are held under the epoch and index of a message. */
  under(message: ChatMessage): readonly ChatMessage[] {
    return heldUnder(this, message);
  }

  /**
   * The log after a notification.
   *
   * @param include - which messages to hold. The indices of the others still count.
   * @param reopenings - how often the chat was reopened so far.
   */
  with(entries: LogEntries, include: Include | undefined, reopenings: number): MessageLog {
    const { messages } = entries;
    const { epochs } = this.#background;
    let last = this.#last;
    let newest = this.#newest;
    const before =
      reopenings === epochs.reopenings
        ? this.#background
        : {
            ...this.#background,
            epochs: reopen(epochs, reopenings, { at: timeOf(newest), index: last }),
          };
    let background = before;
    if (entries.replaces !== undefined || epochs.current > 1) return this.#merged(entries, include, before);
    // As a rule, a log continues the chat: nothing has to be compared.
    for (const message of messages) {
      const { index } = message;
      if (index <= last || message.epoch !== undefined) return this.#merged(entries, include, before);
      if (index !== last + 1) background = withNext(background, last, index);
      last = index;
      if (timeOf(message) > timeOf(newest)) newest = message;
    }
    const news = include === undefined || messages.every(include) ? messages : messages.filter(include);
    const { length } = this;
    const items = this.#items.length === length ? this.#items : this.#items.slice(0, length);
    for (const message of news) items.push(message);
    return new MessageLog(this.chatId, items, items.length, news, last, newest, background, undefined);
  }

  /** The same where messages are late, duplicates, other versions or of another epoch. */
  #merged(
    { messages, origin, isPartial, replaces = none }: LogEntries,
    include: Include = () => true,
    { first, gaps, epochs: known }: Background,
  ): MessageLog {
    const isWhole = origin === 'history' && isPartial !== true;
    const ofCurrent = {
      last: { at: timeOf(this.#newest), index: this.#last },
      lowest: first,
      equals: (message: ChatMessage) =>
        equalsIn(this, known.current > 1 ? { epoch: known.current, ...message } : message),
    };
    const { epochs, log } = assignEpochs(known, messages, isWhole, ofCurrent);
    const isRestart = epochs !== known;
    const all = isRestart ? inEpochs(epochs, this.messages, known.current) : none;
    const replaced = isRestart ? this.messages.filter((message, at) => message !== all[at]) : [];
    const held = isRestart ? [...all].sort(compareMessages) : this;

    let indices: KnownIndices = isRestart
      ? { first: Infinity, last: -Infinity, gaps: noGaps }
      : { first, last: this.#last, gaps };
    let newest = isRestart ? undefined : this.#newest;
    for (const message of [...all, ...log]) {
      if (epochOf(message) !== epochs.current) continue;
      indices = withIndex(indices, message.index);
      if (timeOf(message) > timeOf(newest)) newest = message;
    }

    const { added, removed, news } = merge(log.filter(include), (message) => heldUnder(held, message));
    const objects = new Set(replaces.length > 0 ? held : none);
    for (const former of replaces) {
      const found = objects.has(former) ? [former] : equalsIn(held, former);
      for (const message of found) if (message.sentAt === former.sentAt) removed.add(message);
    }
    replaced.push(...removed);
    const isChanged = isRestart || removed.size + added.length > 0;
    const copy = isRestart ? [...held] : this.#items.slice(0, isChanged ? this.length : 0);
    const kept = removed.size > 0 ? copy.filter((message) => !removed.has(message)) : copy;
    const items = isChanged ? kept : this.#items;
    const inserted: number[] = [];
    for (const message of added.sort(compareMessages)) {
      const place = lowerBound(items, (other) => compareMessages(other, message) < 0);
      if (place < items.length) inserted.push(place);
      items.splice(place, 0, message);
    }
    const length = isChanged ? items.length : this.length;
    const isRewritten = replaced.length > 0;
    const isSame = news.length === messages.length && news.every((message, at) => message === messages[at]);
    return new MessageLog(
      this.chatId,
      items,
      length,
      isSame ? messages : news,
      indices.last,
      newest,
      { first: indices.first, gaps: indices.gaps, epochs },
      {
        appendedFrom: isRewritten ? length : this.length + inserted.length,
        inserted: isRewritten ? none : Object.freeze(inserted),
        replaced: Object.freeze(replaced),
        looksRestarted: isWhole && !isRestart && isRestarted(news, { ...ofCurrent, equals: () => none }),
      },
    );
  }
}

const empty = /* @__PURE__ */ MessageLog.of('');

const timeOf = (message: ChatMessage | undefined): number => message?.sentAt ?? -Infinity;

/** The background when the next index is not the one after the last. */
const withNext = (background: Background, last: number, index: number): Background =>
  last === -Infinity
    ? { ...background, first: index }
    : { ...background, gaps: background.gaps.append([{ from: last + 1, to: index - 1 }]) };

type Held = Positions<ChatMessage> & { readonly slice: (from: number, to: number) => readonly ChatMessage[] };

/** The messages of the same epoch and index. */
function heldUnder(held: Held, message: ChatMessage): readonly ChatMessage[] {
  const distance = (other: ChatMessage): number =>
    epochOf(other) - epochOf(message) || other.index - message.index;
  const from = lowerBound(held, (other) => distance(other) < 0);
  return held.slice(
    from,
    lowerBound(held, (other) => distance(other) <= 0),
  );
}

const equalsIn = (held: Held, message: ChatMessage): readonly ChatMessage[] =>
  heldUnder(held, message).filter((other) => sameMessage(other, message));
