import type { ChatMessage } from '../model/index.ts';
import { lowerBound } from '../state/lowerBound.ts';
import type { Transcript } from '../state/transcript.ts';

/**
 * Those of some messages that a log does not hold, each once. As for `dedupeByIndex` a message is its index, type, author
 * and text; its time takes no part.
 */
export function newMessages(log: Transcript, messages: readonly ChatMessage[]): readonly ChatMessage[] {
  let last = log.lastIndex ?? -Infinity;
  const isInOrder = messages.every(({ index }) => {
    const isNext = index > last;
    last = index;
    return isNext;
  });
  if (isInOrder) return messages; // as a rule
  const held = new Map<number, ChatMessage[]>();
  return messages.filter((message) => {
    const { index } = message;
    const alike = held.get(index) ?? [...heldUnder(log, index)];
    held.set(index, alike);
    const isNew = !alike.some((other) => isSame(message, other));
    if (isNew) alike.push(message);
    return isNew;
  });
}

function* heldUnder(log: Transcript, index: number): Generator<ChatMessage> {
  for (let at = lowerBound(log, (message) => message.index < index); ; at += 1) {
    const message = log.at(at);
    if (message?.index !== index) return;
    yield message;
  }
}

const isSame = (a: ChatMessage, b: ChatMessage): boolean =>
  a.type === b.type && a.text === b.text && a.from.participantId === b.from.participantId;
