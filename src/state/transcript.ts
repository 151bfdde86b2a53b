import type { ChatMessage } from '../model/index.ts';
import type { Gap } from './knownIndices.ts';

/**
 * The messages of one chat in order: epoch, index, `sentAt` (absent last), author, type, content. A snapshot: it never
 * changes, and snapshots share structure.
 */
export interface Transcript extends Iterable<ChatMessage> {
  readonly chatId: string;
  readonly length: number;
  /** The message at a position; a negative position counts from the end. */
  at(position: number): ChatMessage | undefined;
  /** All messages as a frozen array, made at the first access and then kept. */
  readonly messages: readonly ChatMessage[];
  /** The messages that this emission added at the end. */
  readonly appended: readonly ChatMessage[];
  /** The positions in `messages` of late messages that this emission inserted, ascending. */
  readonly inserted: readonly number[];
  /**
   * Messages of the last emission that are gone because another version replaced them: another text, a more precise
   * time, another epoch. If it is not empty, `appended` and `inserted` are: read `messages` again.
   */
  readonly replaced: readonly ChatMessage[];
  /** The highest index of the current epoch, including messages that the transcript leaves out. */
  readonly lastIndex: number | undefined;
  /**
   * Ranges of indices between the lowest and the highest of the current epoch that are missing. A hint that messages
   * may be missing, not a proof: servers use up indices for messages that this agent may not see.
   */
  readonly gaps: readonly Gap[];
}
