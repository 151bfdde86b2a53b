import type { OperatorFunction } from 'rxjs';
import {
  type ChatNotification,
  type ChatOperationError,
  chatShownBy,
  type ChatStateChange,
  type ChatStatus,
} from '../src/model/index.ts';
import { checkOptions, testOf } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';

/** A chat went from one state to another. */
export interface StatusChange {
  readonly chatId: string;
  /** The state before; absent for the first that was seen. */
  readonly previous?: ChatStatus;
  readonly current: ChatStatus;
  /** The notification that showed it. */
  readonly notification: ChatStateChange | ChatOperationError;
}

/** Which changes are of interest; every change is, if neither is given. */
export interface StatusChangesOptions extends RetentionOptions {
  /** Only changes from this state, or one of these. The first state of a chat comes from none. */
  readonly from?: ChatStatus | readonly ChatStatus[];
  /** Only changes to this state, or one of these. */
  readonly to?: ChatStatus | readonly ChatStatus[];
}

/**
 * Tells, per chat, when `chat.state` really changes, whichever notification shows it. The first state seen has no
 * `previous`.
 *
 * Wire: a `PropertiesUpdated`, or an `Error` that carries the chat, can be the first to show a new state when the
 * `StatusChange` was missed.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { statusChanges } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * of(
 *   chatStateChange({ chat: { id: 'A', state: 'Invited' } }),
 *   chatStateChange({ chat: { id: 'A', state: 'Chatting' } }),
 *   chatStateChange({ chat: { id: 'A', state: 'Chatting' }, notificationType: 'PropertiesUpdated' }),
 * )
 *   .pipe(statusChanges())
 *   .subscribe(({ previous, current }) => console.log(previous, current));
 * // → undefined Invited
 * // → Invited Chatting
 */
export function statusChanges(
  options: StatusChangesOptions = {},
): OperatorFunction<ChatNotification, StatusChange> {
  const check = checkOptions('statusChanges', options);
  const isFrom = testOf(check, 'from', options.from);
  const isTo = testOf(check, 'to', options.to);
  return foldByChat<ChatNotification, ChatStatus, StatusChange>(check, options, () => ({
    fold: (known, notification) => chatShownBy(notification)?.state ?? known,
    emit: (current, previous, notification) =>
      current === undefined ||
      current === previous ||
      notification.kind === 'messages' ||
      !isFrom(previous) ||
      !isTo(current)
        ? undefined
        : {
            chatId: notification.chatId,
            ...(previous !== undefined && { previous }),
            current,
            notification,
          },
  }));
}
