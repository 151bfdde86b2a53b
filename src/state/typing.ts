import type { ChatMessage, ChatNotification, Participant } from '../model/index.ts';

/** What is known of an author's typing. */
interface Author {
  readonly participant: Participant;
  /** The highest index at which the author stopped typing or wrote something. */
  readonly stoppedAt: number;
  /** The notice that the author types, and when it is no longer believed. */
  readonly start: { readonly index: number; readonly until: number } | undefined;
}

/** Who types in a chat. Immutable; the same object as long as nothing changes. */
export interface Typing {
  /** In the order in which they were first heard of; the same array as long as they are the same. */
  readonly participants: readonly Participant[];
  readonly authors: ReadonlyMap<string, Author>;
}

export const nobodyTypes: Typing = { participants: [], authors: new Map() };

/**
 * Who types after a notification. Whoever stops, writes something, leaves, or is in a chat that ends no longer types. A
 * start indexed below the author's last stop or message came late and is ignored, like notices of the past.
 *
 * @param until - when a start that is told now is no longer believed.
 */
export function typingAfter(
  typing: Typing,
  notification: ChatNotification,
  until: number,
  hasEnded: boolean,
): Typing {
  if (notification.kind === 'messages') {
    const heard = notification.messages.filter(
      ({ type }) => notification.origin === 'live' || (type !== 'TypingStarted' && type !== 'TypingStopped'),
    );
    const authors = new Map(typing.authors);
    for (const message of heard) {
      const { participantId } = message.from;
      authors.set(participantId, afterMessage(authors.get(participantId), message, until));
    }
    if (hasEnded) for (const [id, author] of authors) authors.set(id, { ...author, start: undefined });
    return withAuthors(typing, authors);
  }
  if (hasEnded) return keepStarts(typing, () => false);
  const present = notification.chat?.participants;
  if (present === undefined) return typing;
  const ids = new Set(present.map(({ participantId }) => participantId));
  return keepStarts(typing, (id) => ids.has(id));
}

/** Who still types at an instant. */
export const typingAt = (typing: Typing, now: number): Typing =>
  keepStarts(typing, (_, { until }) => until > now);

function afterMessage(
  author: Author | undefined,
  { type, index, from: participant }: ChatMessage,
  until: number,
): Author {
  const { stoppedAt = -Infinity, start } = author ?? {};
  if (type !== 'TypingStarted') {
    const isLater = start !== undefined && start.index > index;
    return { participant, stoppedAt: Math.max(stoppedAt, index), start: isLater ? start : undefined };
  }
  const isLate = index < stoppedAt;
  return {
    participant,
    stoppedAt,
    start: isLate ? start : { index: Math.max(index, start?.index ?? index), until },
  };
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

function withAuthors({ participants }: Typing, authors: Typing['authors']): Typing {
  const now = [...authors.values()].filter(({ start }) => start !== undefined);
  const isSame =
    now.length === participants.length &&
    now.every(({ participant }, at) => participant.participantId === participants[at]?.participantId);
  return { authors, participants: isSame ? participants : now.map(({ participant }) => participant) };
}
