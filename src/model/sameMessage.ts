import type { ChatMessage } from './chat.ts';
import { sameData } from './sameData.ts';

/**
 * Whether two entries of one chat's log are the same message: the same epoch, index, type, author and content (`text`,
 * `url`, `noticeText`, `userData`). The time and all other fields never distinguish, because push and REST serialise
 * them differently.
 */
export const sameMessage = (a: ChatMessage, b: ChatMessage): boolean =>
  epochOf(a) === epochOf(b) && sameEntry(a, b);

/** The same, whatever the epoch: for entries whose epoch is not known yet. */
export const sameEntry = (a: ChatMessage, b: ChatMessage): boolean =>
  a.index === b.index &&
  a.text === b.text &&
  a.type === b.type &&
  a.from.participantId === b.from.participantId &&
  a.url === b.url &&
  a.noticeText === b.noticeText &&
  sameData(a.userData, b.userData);

/** The numbering that the index of a message belongs to, from 1. */
export const epochOf = ({ epoch = 1 }: ChatMessage): number => epoch;
