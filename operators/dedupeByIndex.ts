import type { MonoTypeOperatorFunction } from 'rxjs';
import type { ChatMessage, ChatNotification } from '../src/model/index.ts';
import { checkOptions } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';
import { identityHash, type SeenMessages, seenMessages } from '../src/fold/seenMessages.ts';

/** What to do with another message under an index that was seen, and how long seen messages are kept in mind. */
export interface DedupeOptions extends RetentionOptions {
  /** `'keep'` (the default) passes it, `'ignore'` drops it. */
  readonly onConflict?: 'keep' | 'ignore';
}

/**
 * Removes messages that were seen already, whether they come live, from history, or twice in one notification. A message is its chat,
 * index, type, author's `participantId` and text; its time takes no part. Another message under the same index is
 * kept, unless `onConflict` says otherwise. A notification that loses all its messages is not emitted, unless it has `rejected` ones to tell; other
 * kinds pass untouched.
 *
 * Wire: GWS's own example of a message log holds two different messages with the index 3. Neither may be lost.
 *
 * At most 40 bytes are kept a message. A chat that was let go of and speaks again starts anew: its old messages
 * would be new again.
 *
 * @throws TypeError that names the option, if one makes no sense.
 *
 * @example
 * import { of } from 'rxjs';
 * import { dedupeByIndex } from 'rx-chat-notifications';
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * of(
 *   messageLog({ messages: [{ index: 3, text: 'How may I help you?' }] }),
 *   messageLog({ messages: [{ index: 3, text: 'How may I help you?' }, { index: 3, text: 'Are you still there?' }] }),
 * )
 *   .pipe(dedupeByIndex())
 *   .subscribe(({ messages }) => console.log(messages.map(({ text }) => text)));
 * // → [ 'How may I help you?' ]
 * // → [ 'Are you still there?' ]
 */
export function dedupeByIndex<N extends ChatNotification>(
  options: DedupeOptions = {},
): MonoTypeOperatorFunction<N> {
  const check = checkOptions('dedupeByIndex', options);
  const { onConflict = 'keep' } = options;
  check('onConflict', onConflict, ['keep', 'ignore'].includes(onConflict), "'keep' or 'ignore'");
  const hashOf = onConflict === 'keep' ? identityHash : () => 1;
  return foldByChat<N, SeenMessages, N>(check, options, () => ({
    fold: (seen, { kind }) => (kind === 'messages' ? (seen ?? seenMessages()) : seen),
    pass: (notification) => notification,
    tell: (seen, _, notification) => {
      if (seen === undefined || notification.kind !== 'messages') return notification;
      let messages: ChatMessage[] | undefined; // those that are new, where one is not
      let at = 0;
      for (const message of notification.messages) {
        if (seen(message.index, hashOf(message))) messages?.push(message);
        else messages ??= notification.messages.slice(0, at);
        at += 1;
      }
      if (messages === undefined) return notification;
      const isNews = messages.length > 0 || notification.rejected !== undefined;
      return isNews ? { ...notification, messages } : undefined;
    },
  }));
}
