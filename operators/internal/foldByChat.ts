import {
  asyncScheduler,
  filter,
  map,
  Observable,
  type OperatorFunction,
  type SchedulerLike,
  Subscription,
} from 'rxjs';
import { type ChatNotification, type ChatStatus, isFinal as isFinalStatus } from '../../src/model/index.ts';
import { checkArgument } from './checkArgument.ts';
import { HeldChats } from './heldChats.ts';
import type { KeyedOptions } from './keyedOptions.ts';

/** Timers of more milliseconds fire at once; what is due later is looked at again. */
const longestTimer = 2 ** 31 - 1;

/** A fold per chat and what of it is told. */
export interface ChatFold<N, S, R> {
  /** What is known of the chat after the notification. Kept before anything is told, so a re-entrant source is safe. */
  readonly fold: (state: S | undefined, notification: N) => S | undefined;
  /** What the notification brought; `undefined` tells nothing. */
  readonly tell: (state: S | undefined, previous: S | undefined, notification: N) => R | undefined;
}

/**
 * Folds the notifications of each chat on their own and lets go of chats that ended or are too many.
 *
 * @throws TypeError that names the option, if one makes no sense.
 */
export function foldByChat<N extends ChatNotification, S, R>(
  operator: string,
  {
    retainEnded = 60_000,
    maxChats = 10_000,
    isFinal = isFinalStatus,
    scheduler = asyncScheduler,
  }: KeyedOptions,
  { fold, tell }: ChatFold<N, S, R>,
): OperatorFunction<N, R> {
  checkArgument(operator, 'retainEnded', retainEnded, isDuration(retainEnded), 'milliseconds, 0 or more');
  checkArgument(operator, 'maxChats', maxChats, isCount(maxChats), 'a whole number, 1 or more');
  checkArgument(operator, 'isFinal', isFinal, typeof isFinal === 'function', 'a function');
  checkArgument(operator, 'scheduler', scheduler, isScheduler(scheduler), 'a scheduler');
  return (source) =>
    new Observable((subscriber) => {
      const chats = new HeldChats<S>();
      let timer = Subscription.EMPTY;

      const letGo = (until: number): void => {
        const nextAt = chats.letGo(until, maxChats);
        if (nextAt === undefined || !timer.closed) return;
        timer = scheduler.schedule(
          () => {
            timer = Subscription.EMPTY;
            letGo(scheduler.now());
          },
          Math.min(nextAt - scheduler.now(), longestTimer),
        );
      };

      const step = (notification: N): R | undefined => {
        const { chatId } = notification;
        if (chatId === undefined) return tell(undefined, undefined, notification);
        const held = chats.of(chatId);
        const previous = held.state;
        const state = (held.state = fold(previous, notification));
        const status = statusShownBy(notification);
        const hasEnded = status === undefined ? held.forgetAt !== undefined : isFinal(status);
        chats.keep(held, hasEnded ? scheduler.now() + retainEnded : undefined);
        letGo(-Infinity);
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

const isScheduler = (scheduler: Partial<SchedulerLike> | null): boolean =>
  typeof scheduler?.schedule === 'function';

const isDuration = (value: unknown): boolean => typeof value === 'number' && value >= 0;

const isCount = (value: number): boolean => value === Infinity || (Number.isInteger(value) && value >= 1);

/** The state that a notification shows, whichever its kind: an error that carries a chat shows one, too. */
export function statusShownBy(notification: ChatNotification): ChatStatus | undefined {
  return notification.kind === 'messages' ? undefined : notification.chat?.state;
}
