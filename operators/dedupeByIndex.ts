import type { MonoTypeOperatorFunction } from 'rxjs';
import { checkOptions } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';
import type { ChatNotification } from '../src/model/index.ts';
import { MessageLog } from '../src/state/messageLog.ts';
import { afterIgnoring, afterReplacing, type MessageVersions } from '../src/state/messageVersions.ts';

/** What to do with another message under a known index, and how long known messages are retained. */
export interface DedupeOptions extends RetentionOptions {
  /**
   * - `'keep'` (the default) passes it.
   * - `'ignore'` drops it.
   * - `'replace'`: another content of the same index, author, type and millisecond is a new version of the message, masked
   *   or edited. It passes, and the notification names the former version in `replaces`; transcripts and views follow.
   *   The version from `history` wins, in whatever order they arrive. Entries of one log never replace each other.
   */
  readonly onConflict?: 'keep' | 'ignore' | 'replace';
}

/**
 * Drops duplicates: messages that were delivered before, live, from history, or twice in one notification. A message is
 * its chat, epoch, index, type, author (`participantId`) and content (`text`, `url`, `noticeText`, `userData`); its time
 * does not distinguish. Another message under the same index passes, unless `onConflict` says otherwise.
 *
 * A message is said twice if one log lists it with two different times; listed once more in a later log, with any time, it
 * is a duplicate. If indices restart when a chat is reopened, the new messages get an `epoch`, and pass.
 *
 * A notification that loses all its messages is not emitted, unless it reports `rejected` ones. Other kinds pass
 * unchanged. Messages of an evicted chat would pass again.
 *
 * Wire: GWS's own example of a message log has two different messages with the index 3.
 *
 * @throws TypeError if an option is invalid; the message names it.
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
  check(
    'onConflict',
    onConflict,
    ['keep', 'ignore', 'replace'].includes(onConflict),
    "'keep', 'ignore' or 'replace'",
  );
  const after = onConflict === 'replace' ? afterReplacing : afterIgnoring;
  return foldByChat<N, MessageLog | MessageVersions, N>(check, options, () => ({
    fold: (known, notification, { reopenings }) => {
      if (notification.kind !== 'messages') return known;
      if (onConflict !== 'keep') return after(isLog(known) ? undefined : known, notification, reopenings);
      return (isLog(known) ? known : MessageLog.of(notification.chatId)).with(
        notification,
        undefined,
        reopenings,
      );
    },
    pass: (notification) => notification,
    emit: (known, _, notification) => {
      if (known === undefined || notification.kind !== 'messages') return notification;
      const { news: messages } = known;
      const isUnchanged = messages === notification.messages;
      if (isUnchanged && isLog(known)) return notification;
      const { looksRestarted } = isLog(known) ? known : known.log;
      const { replaces = none } = isLog(known) ? notification : known;
      if (isUnchanged && replaces.length === (notification.replaces ?? none).length) return notification;
      const isNews = messages.length + replaces.length > 0 || notification.rejected !== undefined;
      if (!isNews) return undefined;
      return {
        ...notification,
        messages,
        ...(replaces.length > 0 && { replaces }),
        ...(looksRestarted && { isPartial: true }),
      };
    },
  }));
}

const isLog = (known: MessageLog | MessageVersions | undefined): known is MessageLog =>
  known instanceof MessageLog;

const none: readonly never[] = [];
