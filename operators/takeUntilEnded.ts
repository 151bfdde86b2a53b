import { defer, filter, type MonoTypeOperatorFunction, takeWhile } from 'rxjs';
import {
  type ChatNotification,
  chatShownBy,
  type ChatStatus,
  isFinal as isFinalStatus,
} from '../src/model/index.ts';
import { checkOptions, isFunction } from '../src/fold/checkOptions.ts';

/** Which states end a chat. */
export interface TakeUntilEndedOptions {
  /** Default: `Completed` and `Revoked`. */
  readonly isFinal?: (status: ChatStatus) => boolean;
}

/**
 * Completes after the first final state has passed: of any chat, so put `filterByChat` before it or use it in a group.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { filterByChat, takeUntilEnded } from 'rx-chat-notifications';
 * import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
 *
 * of(chatStateChange({ chat: { state: 'Completed' } }), messageLog())
 *   .pipe(filterByChat('0000Wa9CAM6W00J'), takeUntilEnded())
 *   .subscribe({ next: ({ kind }) => console.log(kind), complete: () => console.log('over') });
 * // → chat
 * // → over
 */
export function takeUntilEnded<N extends ChatNotification>(
  options: TakeUntilEndedOptions = {},
): MonoTypeOperatorFunction<N> {
  const check = checkOptions('takeUntilEnded', options);
  const { isFinal = isFinalStatus } = options;
  check('isFinal', isFinal, isFunction(isFinal), 'a function');
  return (source) =>
    defer(() => {
      let isOver = false; // set before the last emission, for a source that re-enters
      return source.pipe(
        filter(() => !isOver),
        takeWhile((notification) => !(isOver = ends(notification, isFinal)), true),
      );
    });
}

const ends = (notification: ChatNotification, isFinal: (status: ChatStatus) => boolean): boolean => {
  const chat = chatShownBy(notification);
  return chat !== undefined && isFinal(chat.state);
};
