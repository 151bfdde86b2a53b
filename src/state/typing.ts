import { assignEpochs, type Epochs, firstEpoch, later, type Point, reopen } from '../fold/epochs.ts';
import {
  type ChatMessage,
  type ChatNotification,
  epochOf,
  isTypingNotice,
  type Participant,
} from '../model/index.ts';

/** A participant who is typing. */
export interface TypingParticipant extends Participant {
  /** What the participant has typed so far, if the server sends a preview. */
  readonly text?: string;
}

/** What is known of an author's typing. */
interface Author {
  readonly participant: TypingParticipant;
  /** The last entry at which the author stopped typing or wrote a message. */
  readonly stopped: ChatMessage | undefined;
  /** The notice that the author is typing, and when it expires. */
  readonly start: { readonly notice: ChatMessage; readonly until: number } | undefined;
}

/** Who is typing in a chat. Immutable; the same object as long as nothing changes. */
export interface Typing {
  /** In the order of their first notice; the same array as long as it is the same. */
  readonly participants: readonly TypingParticipant[];
  readonly authors: ReadonlyMap<string, Author>;
  readonly epochs: Epochs;
  /** The latest time of the server and the highest index. */
  readonly last: Point;
}

export const nobodyTypes: Typing = {
  participants: [],
  authors: new Map(),
  epochs: firstEpoch,
  last: { at: -Infinity, index: -Infinity },
};

/** What a notification is folded with. */
export interface TypingRules {
  readonly hasEnded: boolean;
  readonly reopenings: number;
  /** The event time. */
  readonly now: number;
  /** For how many milliseconds a notice is valid. */
  readonly expireAfter: number;
}

/**
 * Who is typing after a notification. Authors stop when they send a message, leave, or the chat ends. A start is ignored if
 * its index is below the author's last stop or message, if it does not come live, or if it is older than the newest entry
 * of the chat by `expireAfter`.
 */
export function typingAfter(typing: Typing, notification: ChatNotification, rules: TypingRules): Typing {
  if (notification.kind === 'messages')
    return afterMessages(typing, notification.messages, notification.origin === 'live', rules);
  const present = notification.chat?.participants;
  if (!rules.hasEnded && present === undefined) return typing;
  const ids = new Set(rules.hasEnded ? [] : present?.map(({ participantId }) => participantId));
  return keepStarts(typing, (id) => ids.has(id));
}

/** Who is still typing at an instant. */
export const typingAt = (typing: Typing, now: number): Typing =>
  keepStarts(typing, (_, { until }) => until > now);

/** When the first notice expires; `Infinity` if nobody is typing. */
export function firstExpiry({ authors }: Typing): number {
  let first = Infinity;
  for (const { start } of authors.values()) first = Math.min(first, start?.until ?? Infinity);
  return first;
}

function afterMessages(
  typing: Typing,
  messages: readonly ChatMessage[],
  isLive: boolean,
  { hasEnded, reopenings, now, expireAfter }: TypingRules,
): Typing {
  const known =
    reopenings === typing.epochs.reopenings ? typing.epochs : reopen(typing.epochs, reopenings, typing.last);
  const held = { last: typing.last, lowest: -Infinity, equals: () => [] };
  const { epochs, log } = assignEpochs(known, messages, false, held);
  const last = log.filter((message) => epochOf(message) === epochs.current).reduce(later, typing.last);
  const authors = new Map(typing.authors);
  for (const message of log) {
    const { from, sentAt = Infinity } = message;
    const isExpired = !isLive || hasEnded || sentAt <= last.at - expireAfter;
    if (isExpired && isTypingNotice(message)) continue;
    authors.set(
      from.participantId,
      afterMessage(authors.get(from.participantId), message, now + expireAfter),
    );
  }
  return withAuthors({ ...typing, epochs, last }, authors);
}

const isBefore = (a: ChatMessage, b: ChatMessage): boolean =>
  (epochOf(a) - epochOf(b) || a.index - b.index) < 0;

function afterMessage({ stopped, start }: Partial<Author> = {}, message: ChatMessage, until: number): Author {
  const participant = typingParticipant(message);
  if (message.type !== 'TypingStarted') {
    return {
      participant,
      stopped: stopped !== undefined && isBefore(message, stopped) ? stopped : message,
      start: start !== undefined && isBefore(message, start.notice) ? start : undefined,
    };
  }
  if (stopped !== undefined && isBefore(message, stopped)) return { participant, stopped, start };
  const notice = start !== undefined && isBefore(message, start.notice) ? start.notice : message;
  return { participant: typingParticipant(notice), stopped, start: { notice, until } };
}

function typingParticipant({ from, type, text, visibility }: ChatMessage): TypingParticipant {
  if (type !== 'TypingStarted') return from;
  return { ...from, ...(text !== undefined && { text }), ...(visibility !== undefined && { visibility }) };
}

function keepStarts(
  typing: Typing,
  isKept: (participantId: string, start: NonNullable<Author['start']>) => boolean,
): Typing {
  const ended = [...typing.authors].filter(([id, { start }]) => start !== undefined && !isKept(id, start));
  if (ended.length === 0) return typing;
  const authors = new Map(typing.authors);
  for (const [id, author] of ended) authors.set(id, { ...author, start: undefined });
  return withAuthors(typing, authors);
}

function withAuthors(typing: Typing, authors: Typing['authors']): Typing {
  const now = [...authors.values()].filter(({ start }) => start !== undefined);
  const { participants } = typing;
  const isSame =
    now.length === participants.length &&
    now.every(({ participant }, at) => {
      const before = participants[at];
      return participant.participantId === before?.participantId && participant.text === before.text;
    });
  return {
    ...typing,
    authors,
    participants: isSame ? participants : now.map(({ participant }) => participant),
  };
}
