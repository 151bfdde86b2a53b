import { isDeepStrictEqual } from 'node:util';
import { type ChatMessage, isFinal, type Participant } from 'rx-chat-notifications';
import type { ChatTruth } from 'rx-chat-notifications/simulator';

/** What somebody holds of a chat. */
export interface HeldChat {
  readonly messages?: readonly ChatMessage[] | undefined;
  readonly status?: string | undefined;
  readonly participants?: readonly Participant[] | undefined;
  readonly userData?: Readonly<Record<string, unknown>> | undefined;
}

/** What a book is held to: it may be no more than a heap of messages. */
export type Aspect = 'messages' | 'order' | 'status' | 'participants' | 'userData';

/** What one subscriber holds of all chats. */
export interface Book {
  readonly name: string;
  readonly aspects: readonly Aspect[];
  readonly chats: ReadonlyMap<string, HeldChat>;
  /** Chats whose end it did not receive but had to infer: it cannot know how they ended, nor what else changed at last. */
  readonly inferred: ReadonlySet<string>;
}

/** How far books are from the truth. */
export interface Verdict {
  readonly lost: number;
  readonly doubled: number;
  readonly misplaced: number;
  /** Messages that were never said, or not so. */
  readonly altered: number;
  /** Statuses, participants and user data that are not the truth. */
  readonly wrong: number;
  /** One line for each thing that was found. */
  readonly findings: readonly string[];
}

export const isClean = ({ findings }: Verdict): boolean => findings.length === 0;

/** Compares books with the truth of all chats. */
export function verdictOn(truths: readonly ChatTruth[], books: readonly Book[]): Verdict {
  const verdict = { lost: 0, doubled: 0, misplaced: 0, altered: 0, wrong: 0 };
  const findings: string[] = [];
  for (const book of books) {
    for (const { count, aspect, of, detail } of findingsIn(book, truths)) {
      verdict[aspect] += count;
      findings.push(`${book.name}: ${of}: ${detail}`);
    }
  }
  return { ...verdict, findings };
}

interface Finding {
  readonly aspect: 'lost' | 'doubled' | 'misplaced' | 'altered' | 'wrong';
  readonly count: number;
  readonly of: string;
  readonly detail: string;
}

function* findingsIn(book: Book, truths: readonly ChatTruth[]): Generator<Finding> {
  for (const truth of truths) {
    const { chatId: of } = truth;
    const held = book.chats.get(of) ?? {};
    for (const finding of messageFindings(truth.messages, held.messages ?? [], book.aspects)) {
      yield { ...finding, of };
    }
    for (const aspect of ['status', 'participants', 'userData'] as const) {
      if (!book.aspects.includes(aspect) || isRight(aspect, truth, held, book.inferred.has(of))) continue;
      const detail = `${aspect} ${JSON.stringify(held[aspect])}, in truth ${JSON.stringify(truth[aspect])}`;
      yield { aspect: 'wrong', count: 1, of, detail };
    }
  }
  const known = new Set(truths.map(({ chatId }) => chatId));
  for (const of of book.chats.keys()) {
    if (!known.has(of)) yield { aspect: 'wrong', count: 1, of, detail: 'there never was such a chat' };
  }
}

function isRight(
  aspect: 'status' | 'participants' | 'userData',
  truth: ChatTruth,
  held: HeldChat,
  isInferred: boolean,
): boolean {
  if (isInferred && isFinal(truth.status)) return aspect !== 'status' || held.status === 'Completed';
  return isDeepStrictEqual(held[aspect], truth[aspect]);
}

type Unplaced = Omit<Finding, 'of'>;

function* messageFindings(
  truth: readonly ChatMessage[],
  held: readonly ChatMessage[],
  aspects: readonly Aspect[],
): Generator<Unplaced> {
  if (!aspects.includes('messages')) return;
  const places = new Map(truth.map((message, place) => [identityOf(message), place]));
  const seen = new Set<string>();
  const order: number[] = [];
  for (const message of held) {
    const identity = identityOf(message);
    const place = places.get(identity);
    if (place === undefined || !isDeepStrictEqual(message, truth[place])) {
      const truthText =
        place === undefined ? 'was never said' : `is in truth ${JSON.stringify(truth[place])}`;
      yield { aspect: 'altered', count: 1, detail: `${JSON.stringify(message)} ${truthText}` };
    }
    if (seen.has(identity))
      yield { aspect: 'doubled', count: 1, detail: `message ${message.index} is doubled` };
    else if (place !== undefined) order.push(place);
    seen.add(identity);
  }
  for (const message of truth) {
    if (!seen.has(identityOf(message))) {
      yield { aspect: 'lost', count: 1, detail: `message ${message.index} is lost` };
    }
  }
  const count = order.length - longestRise(order);
  if (count > 0 && aspects.includes('order')) {
    yield { aspect: 'misplaced', count, detail: `${count} messages are out of place` };
  }
}

/** Wire: two messages may bear the same index. */
const identityOf = ({ index, type, from, text }: ChatMessage): string =>
  JSON.stringify([index, type, from.participantId, text]);

/** How many of the numbers can stay where they are if the rest is moved: the longest rising subsequence. */
function longestRise(numbers: readonly number[]): number {
  /** The lowest number that ends a rise of each length. */
  const ends: number[] = [];
  for (const number of numbers) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? Infinity) < number) low = middle + 1;
      else high = middle;
    }
    ends[low] = number;
  }
  return ends.length;
}
