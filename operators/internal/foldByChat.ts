import { asyncScheduler, filter, map, Observable, type OperatorFunction, Subscription } from 'rxjs';
import { type ChatNotification, type ChatStatus, isFinal as isFinalStatus } from '../../src/model/index.ts';
import { HeldChats } from './heldChats.ts';
import type { KeyedOptions } from './keyedOptions.ts';

/** A fold per chat and what of it is told. */
export interface ChatFold<N, S, R> {
  /** What is known of the chat after the notification. Kept before anything is told, so a re-entrant source is safe. */
  readonly fold: (state: S | undefined, notification: N) => S | undefined;
  /** What the notification brought; `undefined` tells nothing. */
  readonly tell: (state: S | undefined, previous: S | undefined, notification: N) => R | undefined;
}

/** Folds the notifications of each chat on their own and lets go of chats that ended or are too many. */
export function foldByChat<N extends ChatNotification, S, R>(
  { retainEnded = 60_000, maxChats = 10_000, isFinal = isFinalStatus, scheduler = asyncScheduler }: KeyedOptions,
  { fold, tell }: ChatFold<N, S, R>,
): OperatorFunction<N, R> {
  return (source) =>
    new Observable((subscriber) => {
      const chats = new HeldChats<S>();
      let timer = Subscription.EMPTY;

      const forgetWhenDue = (): void => {
        const at = chats.nextForgetAt;
        if (!timer.closed || at === undefined || at === Infinity) return;
        timer = scheduler.schedule(() => {
          timer = Subscription.EMPTY;
          chats.forgetUntil(scheduler.now());
          forgetWhenDue();
        }, at - scheduler.now());
      };

      const step = (notification: N): R | undefined => {
        const { chatId } = notification;
        if (chatId === undefined) return tell(undefined, undefined, notification);
        const held = chats.touch(chatId);
        const previous = held.state;
        const state = (held.state = fold(previous, notification));
        const status = statusShownBy(notification);
        if (status !== undefined && isFinal(status) !== (held.forgetAt !== undefined)) {
          if (held.forgetAt === undefined) chats.end(held, scheduler.now() + retainEnded);
          else chats.revive(held);
        }
        chats.forgetBeyond(maxChats);
        forgetWhenDue();
        return tell(state, previous, notification);
      };

      subscriber.add(() => {
        timer.unsubscribe();
      });
      source
        .pipe(
          map(step),
          filter((told) => told !== undefined),
        )
        .subscribe(subscriber);
    });
}

/** The state that a notification shows, whichever its kind: an error that carries a chat shows one, too. */
export function statusShownBy(notification: ChatNotification): ChatStatus | undefined {
  return notification.kind === 'messages' ? undefined : notification.chat?.state;
}
