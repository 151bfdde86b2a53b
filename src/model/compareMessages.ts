import type { ChatMessage } from './chat.ts';
import { sameData } from './sameData.ts';
import { epochOf } from './sameMessage.ts';

/**
 * The order of a transcript: epoch, index, `sentAt` (absent last), author, type, content. It is total for different
 * messages: it gives 0 only for messages that are the same and were sent at the same instant.
 */
export const compareMessages = (a: ChatMessage, b: ChatMessage): number =>
  epochOf(a) - epochOf(b) ||
  a.index - b.index ||
  compare(a.sentAt, b.sentAt) ||
  compare(a.from.participantId, b.from.participantId) ||
  compare(a.type, b.type) ||
  compare(a.text, b.text) ||
  compare(a.url, b.url) ||
  compare(a.noticeText, b.noticeText) ||
  compareData(a.userData, b.userData);

/** An absent value comes last. */
function compare<T extends number | string>(a: T | undefined, b: T | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined || a < b ? -1 : 1;
}

function compareData(a: ChatMessage['userData'], b: ChatMessage['userData']): number {
  return sameData(a, b) ? 0 : compare(textOf(a), textOf(b));
}

/** The same text for the same data, whatever the order of its keys. */
function textOf(data: ChatMessage['userData']): string | undefined {
  try {
    return data && JSON.stringify(Object.entries(data).sort(([a], [b]) => compare(a, b)));
  } catch {
    return ''; // JSON has no text for data that holds itself
  }
}
