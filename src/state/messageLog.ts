import { assignEpochs, epochAt, type Epochs, firstEpoch, isRestarted, reopen } from '../fold/epochs.ts';
import {
  type ChatMessage,
  compareMessages,
  epochOf,
  type MessageLogUpdate,
  sameMessage,
} from '../model/index.ts';
import { GrowingList } from './growingList.ts';
import { type Gap, type KnownIndices, withIndex } from './knownIndices.ts';
import { lowerBound, type Positions } from './lowerBound.ts';
import { groupsOf, mergeSaid } from './saidTwice.ts';
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
const nothingKnown: Background = {
  first: Infinity,
  gaps: /* @__PURE__ */ new GrowingList<Gap>([]),
  epochs: firstEpoch,
};

export type Include = (message: ChatMessage) => boolean;

/**
 * The messages of one chat: each once, in order, with their epochs. Any order of arrival gives the same log. Every fold
 * that has to tell messages apart, or in order, is built on it. Immutable.
 */
export class MessageLog implements Transcript {
  readonly chatId: string;
  /** The messages that the last notification added, in its order: its own array if it added all of them unchanged. */
  readonly news: readonly ChatMessage[];
  readonly #list: GrowingList<ChatMessage>;
  /** The highest known index of the current epoch; `-Infinity` if none is known. */
  readonly #last: number;
  /** The message of the current epoch that was sent last. */
  readonly #newest: ChatMessage | undefined;
  readonly #background: Background;
  readonly #change: Change | undefined;

  private constructor(
    chatId: string,
    list: GrowingList<ChatMessage>,
    news: readonly ChatMessage[],
    last: number,
    newest: ChatMessage | undefined,
    background: Background,
    change: Change | undefined,
  ) {
    this.chatId = chatId;
    this.#list = list;
    this.news = news;
    this.#last = last;
    this.#newest = newest;
    this.#background = background;
    this.#change = change;
  }

  static of(chatId: string): MessageLog {
    return new MessageLog(chatId, noMessages, none, -Infinity, undefined, nothingKnown, undefined);
  }

  get length(): number {
    return this.#list.length;
  }

  get messages(): readonly ChatMessage[] {
    return this.#list.toArray();
  }

  get appended(): readonly ChatMessage[] {
    const from = this.#change?.appendedFrom ?? this.length - this.news.length;
    return Object.freeze(this.#list.from(from));
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
    return this.#list.at(position);
  }

  [Symbol.iterator](): Iterator<ChatMessage> {
    return this.#list[Symbol.iterator]();
  }

  /** Whether a reader of `previous` would see a difference in messages or gaps. */
  differsFrom(previous: MessageLog = empty): boolean {
    return this.#list !== previous.#list || this.#background.gaps !== previous.#background.gaps;
  }

  /** The messages that are held under the epoch and index of a message. */
  under(message: ChatMessage): readonly ChatMessage[] {
    return heldUnder(this.#list, message);
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
    if (entries.replaces !== undefined) return this.#merged(entries, include, before);
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
    const list = news.length === 0 ? this.#list : this.#list.append(news);
    return new MessageLog(this.chatId, list, news, last, newest, background, undefined);
  }

  /** The same where messages are late, duplicates, other versions or of another epoch. */
  #merged(
    { messages, origin, isPartial, replaces = none }: LogEntries,
    include: Include = () => true,
    { first, gaps, epochs: known }: Background,
  ): MessageLog {
    const current = {
      last: { at: timeOf(this.#newest), index: this.#last },
      lowest: first,
      equals: (message: ChatMessage) => equalsIn(this.#list, message),
    };
    const isWhole = origin === 'history' && isPartial !== true;
    const { epochs, log } = assignEpochs(known, messages, isWhole, current);
    let list = this.#list;
    let indices: KnownIndices = { first, last: this.#last, gaps };
    let newest = this.#newest;
    const replaced: ChatMessage[] = [];
    const count = (message: ChatMessage): void => {
      if (epochOf(message) !== epochs.current) return;
      indices = withIndex(indices, message.index);
      if (timeOf(message) > timeOf(newest)) newest = message;
    };
    if (epochs !== known) {
      const moved = list.toArray().map((message, at, all) => {
        const epoch = epochOf(message) < known.current ? epochOf(message) : epochAt(epochs, all, at);
        if (epoch === epochOf(message)) return message;
        replaced.push(message);
        return { ...message, epoch };
      });
      list = new GrowingList(moved.sort(compareMessages));
      indices = { first: Infinity, last: -Infinity, gaps: nothingKnown.gaps };
      newest = undefined;
      moved.forEach(count);
    }
    log.forEach(count);

    const removed = new Set(
      replaces.flatMap((former) => equalsIn(list, former).filter(({ sentAt }) => sentAt === former.sentAt)),
    );
    const added: ChatMessage[] = [];
    const newsOf = new Map<ChatMessage, ChatMessage>();
    for (const group of groupsOf(log.filter(include), (message) => heldUnder(list, message))) {
      const { held } = group;
      const merged = mergeSaid(group);
      for (const message of merged.removed) removed.add(message);
      added.push(...merged.added);
      merged.news.forEach((message, at) => {
        newsOf.set(message, held.length > 0 ? { ...message, occurrence: held.length + at + 1 } : message);
      });
    }
    const inserted: number[] = [];
    if (removed.size + added.length > 0) {
      const items = list.toArray().filter((message) => !removed.has(message));
      for (const message of added.sort(compareMessages)) {
        const place = lowerBound(items, (other) => compareMessages(other, message) < 0);
        if (place < items.length) inserted.push(place);
        items.splice(place, 0, message);
      }
      list = new GrowingList(items);
      replaced.push(...removed);
    }
    const news = log.flatMap((message) => {
      const emitted = newsOf.get(message) ?? none;
      newsOf.delete(message); // an object can be twice in a log
      return emitted;
    });
    const isSame = news.length === messages.length && news.every((message, at) => message === messages[at]);
    const isRewritten = replaced.length > 0;
    return new MessageLog(
      this.chatId,
      list,
      isSame ? messages : news,
      indices.last,
      newest,
      { first: indices.first, gaps: indices.gaps, epochs },
      {
        appendedFrom: isRewritten ? list.length : this.#list.length + inserted.length,
        inserted: isRewritten ? none : Object.freeze(inserted),
        replaced: Object.freeze(replaced),
        looksRestarted: isWhole && epochs === known && isRestarted(news, { ...current, equals: () => none }),
      },
    );
  }
}

const noMessages = /* @__PURE__ */ new GrowingList<ChatMessage>([]);
const empty = /* @__PURE__ */ MessageLog.of('');

const timeOf = (message: ChatMessage | undefined): number => message?.sentAt ?? -Infinity;

/** The background when the next index is not the one after the last. */
const withNext = (background: Background, last: number, index: number): Background =>
  last === -Infinity
    ? { ...background, first: index }
    : { ...background, gaps: background.gaps.append([{ from: last + 1, to: index - 1 }]) };

/** The messages of the same epoch and index. */
function heldUnder(held: Positions<ChatMessage>, message: ChatMessage): readonly ChatMessage[] {
  const distance = (other: ChatMessage): number =>
    epochOf(other) - epochOf(message) || other.index - message.index;
  const under: ChatMessage[] = [];
  for (let at = lowerBound(held, (other) => distance(other) < 0); ; at += 1) {
    const other = held.at(at);
    if (other === undefined || distance(other) !== 0) return under;
    under.push(other);
  }
}

const equalsIn = (held: Positions<ChatMessage>, message: ChatMessage): readonly ChatMessage[] =>
  heldUnder(held, message).filter((other) => sameMessage(other, message));
