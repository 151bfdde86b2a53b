import type { OperatorFunction, Subscriber } from 'rxjs';
import type { ChatNotification } from '../model/index.ts';
import { checkOptions, isNumber } from './checkOptions.ts';
import { type ChatFold, type ChatLife, foldByChat, type OfChat } from './foldByChat.ts';
import type { ViewOptions } from './viewOptions.ts';

/** What a fold gets beside the notification. */
export interface FoldRules extends ChatLife {
  readonly now: number;
  readonly expireAfter: number;
}

/** A fold per chat whose state changes when a typing notice expires. */
export interface ExpiringFold<S, R> extends Pick<ChatFold<never, S, R>, 'evict'> {
  readonly fold: (
    state: S | undefined,
    notification: OfChat<ChatNotification>,
    rules: FoldRules,
  ) => S | undefined;
  readonly emit: (state: S | undefined, previous: S | undefined, chatId: string) => R | undefined;
  /** When the next notice expires, in event time; `Infinity` if there is none. */
  readonly dueAt: (state: S) => number;
  /** The state at an instant at which a notice expires. */
  readonly at: (state: S, now: number) => S;
}

/**
 * Folds the notifications of each chat, and again when a typing notice expires.
 *
 * @param start - called for each subscription.
 * @throws TypeError if an option is invalid; the message names it.
 */
export function foldTyping<S, R>(
  operator: string,
  options: ViewOptions,
  start: (subscriber: Subscriber<R>) => ExpiringFold<S, R>,
): OperatorFunction<ChatNotification, R> {
  const check = checkOptions(operator, options);
  const { expireAfter = 10_000 } = options;
  check('expireAfter', expireAfter, isNumber(expireAfter), 'milliseconds');
  return foldByChat<ChatNotification, S, R>(check, options, (subscriber) => {
    const { fold, emit, evict, ...timed } = start(subscriber);
    return {
      fold: (state, notification, { chatId, hasEnded, reopenings }, now) =>
        fold(state, notification, { chatId, hasEnded, reopenings, now, expireAfter }),
      emit: (state, previous, { chatId }) => emit(state, previous, chatId),
      ...(evict !== undefined && { evict }),
      timed: { ...timed, emit },
    };
  });
}
