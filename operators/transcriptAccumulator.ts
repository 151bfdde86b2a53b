import type { OperatorFunction } from 'rxjs';
import { type ChatMessage, type ChatNotification, isTypingNotice } from '../src/model/index.ts';
import { MessageLog } from '../src/state/messageLog.ts';
import type { Transcript } from '../src/state/transcript.ts';
import { checkOptions, isFunction } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';

/** What a transcript contains, and how long it is retained. */
export interface TranscriptOptions extends RetentionOptions {
  /** Which messages to include. Default: all but typing notices. The indices of the others still count for `gaps`. */
  readonly include?: (message: ChatMessage) => boolean;
}

/**
 * Folds the message log of each chat into its transcript, and emits the transcript whose messages or gaps changed. Any order
 * of arrival gives the same transcript: messages are ordered by epoch, index, `sentAt` (absent last), author, type and
 * content.
 *
 * It recognises duplicates as `dedupeByIndex` does: a message is its chat, epoch, index, type, author and content. Of two
 * versions that differ only in time it keeps the more precise time. If indices restart when a chat is reopened, the new
 * messages follow the old ones in an `epoch` of their own. Messages in `replaces` of a notification are removed.
 *
 * Appending is O(1); a late message copies the list of messages once. An evicted chat that becomes active again starts a
 * new transcript.
 *
 * @throws TypeError if an option is invalid; the message names it.
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
