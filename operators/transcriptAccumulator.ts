import type { OperatorFunction } from 'rxjs';
import { type ChatMessage, type ChatNotification, isTypingNotice } from '../src/model/index.ts';
import { MessageLog } from '../src/state/messageLog.ts';
import type { Transcript } from '../src/state/transcript.ts';
import { checkOptions, isFunction } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';

/** What goes into a transcript, and how long it is kept. */
export interface TranscriptOptions extends RetentionOptions {
  /** Which messages to include. Default: all but typing notices. The indices of the others still count for `gaps`. */
  readonly include?: (message: ChatMessage) => boolean;
}

/**
 * Folds the message log of each chat into its transcript and emits that of the chat whose messages or gaps changed.
 * Any arrival order gives the same transcript: messages are ordered by index, then `sentAt` (absent last), author,
 * type and text. Told the same twice, it stays the same and does not emit.
 *
 * Messages that agree in these five are the same, and the first told is kept. Those that differ in nothing but `sentAt`
 * are two: put `dedupeByIndex` before it where the same message may be told with different times.
 *
 * Appending is O(1); a message that comes late costs at most O(√n). A chat that was let go of and speaks again
 * starts a new transcript.
 *
 * @throws TypeError that names the option, if one makes no sense.
 *
 * @example
 * import { of } from 'rxjs';
 * import { transcriptAccumulator } from 'rx-chat-notifications';
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * of(
 *   messageLog({ chatId: 'A', messages: [{ index: 2, text: 'How may I help you?' }] }),
 *   messageLog({ chatId: 'A', messages: [{ index: 1, text: 'Hello' }] }),
 * )
 *   .pipe(transcriptAccumulator())
 *   .subscribe(({ messages, inserted }) => console.log(messages.map(({ text }) => text), inserted));
 * // → [ 'How may I help you?' ] []
 * // → [ 'Hello', 'How may I help you?' ] [ 0 ]
 */
export function transcriptAccumulator(
  options: TranscriptOptions = {},
): OperatorFunction<ChatNotification, Transcript> {
  const check = checkOptions('transcriptAccumulator', options);
  const { include = isInTranscript } = options;
  check('include', include, isFunction(include), 'a function');
  return foldByChat<ChatNotification, MessageLog, Transcript>(check, options, () => ({
    fold: (log, notification, { chatId, reopenings }) =>
      notification.kind === 'messages'
        ? (log ?? MessageLog.of(chatId)).with(notification, include, reopenings)
        : log,
    emit: (log, previous) => (log?.differsFrom(previous) === true ? log : undefined),
  }));
}

const isInTranscript = (message: ChatMessage): boolean => !isTypingNotice(message);
