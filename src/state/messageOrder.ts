import type { ChatMessage } from '../model/index.ts';

type Comparison = -1 | 0 | 1;

/**
 * The total order of a transcript: index, then `sentAt` (absent last), author, type, text (absent last). Messages that
 * compare as 0 are the same message.
 */
export function compareMessages(a: ChatMessage, b: ChatMessage): Comparison {
  return (
    compare(a.index, b.index) ||
    compareOptional(a.sentAt, b.sentAt) ||
    compare(a.from.participantId, b.from.participantId) ||
    compare(a.type, b.type) ||
    compareOptional(a.text, b.text)
  );
}

const compare = <T extends number | string>(a: T, b: T): Comparison => (a < b ? -1 : a > b ? 1 : 0);

function compareOptional<T extends number | string>(a: T | undefined, b: T | undefined): Comparison {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined ? -1 : compare(a, b);
}
