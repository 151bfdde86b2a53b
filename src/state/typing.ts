import {
  type ChatMessage,
  type ChatNotification,
  epochOf,
  isTypingNotice,
  type Participant,
} from '../model/index.ts';
import { noNumbering, numbered, type Numbering } from './numbering.ts';

/** A participant who is typing. */
export interface TypingParticipant extends Participant {
  /** What the participant has typed so far, if the server sends a preview. */
  readonly text?: string;
}

/** What is known of an author's typing. */
interface Author {
  /** The last entry at which the author stopped typing or wrote a message. */
  readonly stopped: ChatMessage | undefined;
  /** The notice that the author is typing, and when it expires. */
  readonly start: { readonly notice: ChatMessage; readonly until: number } | undefined;
}

/** Who is typing in a chat. Immutable; the same object as long as nothing changes. */
export interface Typing {
  /** In the order of the first entry of each; the same array as long as nothing in it changes. */
  readonly participants: readonly TypingParticipant[];
  readonly authors: ReadonlyMap<string, Author>;
  readonly numbering: Numbering;
}

export const nobodyTypes: Typing = {
  participants: [],
  authors: new Map(),
  numbering: noNumbering,
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
  const { numbering, log } = numbered(typing.numbering, messages, reopenings);
  const oldest = numbering.last.at - expireAfter;
  const authors = new Map(typing.authors);
  for (const message of log) {
    if (isTypingNotice(message) && (!isLive || hasEnded)) continue;
    const { participantId } = message.from;
    authors.set(participantId, afterMessage(authors.get(participantId), message, now + expireAfter));
  }
  // A log can bring a notice and, with a later entry or in a later log, the proof that it is old.
  for (const [id, author] of authors) {
    const { sentAt = Infinity } = author.start?.notice ?? {};
    if (hasEnded || sentAt <= oldest) authors.set(id, { ...author, start: undefined });
  }
  return withAuthors({ ...typing, numbering }, authors);
}

const isBefore = (a: ChatMessage, b: ChatMessage): boolean =>
  (epochOf(a) - epochOf(b) || a.index - b.index) < 0;

function afterMessage(
  { stopped, start }: Author = { stopped: undefined, start: undefined },
  message: ChatMessage,
  until: number,
): Author {
  if (message.type !== 'TypingStarted') {
    return {
      stopped: stopped !== undefined && isBefore(message, stopped) ? stopped : message,
      start: start !== undefined && isBefore(message, start.notice) ? start : undefined,
    };
  }
  const isLate = [stopped, start?.notice].some((entry) => entry !== undefined && isBefore(message, entry));
  return { stopped, start: isLate ? start : { notice: message, until } };
}

const typingParticipant = ({ from, text, visibility }: ChatMessage): TypingParticipant => ({
  ...from,
  ...(text !== undefined && { text }),
  ...(visibility !== undefined && { visibility }),
});

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
  const now = [...authors.values()].flatMap(({ start }) => (start ? typingParticipant(start.notice) : []));
  const { participants } = typing;
  const isSame =
    now.length === participants.length &&
    now.every(({ participantId, text, visibility }, at) => {
      const before = participants[at];
      return (
        participantId === before?.participantId && text === before.text && visibility === before.visibility
      );
    });
  return { ...typing, authors, participants: isSame ? participants : now };
}
