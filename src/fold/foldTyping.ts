import {
  asyncScheduler,
  defer,
  merge,
  type OperatorFunction,
  Subject,
  type Subscriber,
  Subscription,
  tap,
} from 'rxjs';
import { type ChatNotification, isFinal as isFinalStatus } from '../model/index.ts';
import type { ViewRules } from '../state/chatView.ts';
import type { Typing } from '../state/typing.ts';
import { checkOptions, isNumber } from './checkOptions.ts';
import { type ChatFold, foldByChat, type OfChat } from './foldByChat.ts';
import { longestTimer } from './longestTimer.ts';
import type { ViewOptions } from './viewOptions.ts';

/** A fold per chat that knows who types, and what of it is told. */
export interface TypingFold<S, R> extends Pick<ChatFold<never, S, R>, 'forget'> {
  readonly fold: (
    state: S | undefined,
    notification: OfChat<ChatNotification>,
    rules: ViewRules,
  ) => S | undefined;
  readonly tell: (state: S | undefined, previous: S | undefined, chatId: string) => R | undefined;
  readonly typingOf: (state: S) => Typing;
  /** The state at an instant at which somebody has typed long enough. */
  readonly at: (state: S, now: number) => S;
}

/** Somebody may have typed in a chat for so long that it is no longer believed. */
interface TypingEnd {
  readonly kind: 'typingEnd';
  readonly chatId: string;
  /** When that is. A timer may fire a little before. */
  readonly at: number;
}

/**
 * Folds the notifications of each chat, and folds again when nobody has said for long enough that somebody types. One
 * timer at most runs for a chat.
 *
 * @param start - called for each subscription.
 * @throws TypeError that names the option, if one makes no sense.
 */
export function foldTyping<S, R>(
  operator: string,
  options: ViewOptions,
  start: (subscriber: Subscriber<R>) => TypingFold<S, R>,
): OperatorFunction<ChatNotification, R> {
  const check = checkOptions(operator, options);
  const { expireAfter = 10_000, scheduler = asyncScheduler, isFinal = isFinalStatus } = options;
  check('expireAfter', expireAfter, isNumber(expireAfter), 'milliseconds');
  const foldWith = (ends$: Subject<TypingEnd>): OperatorFunction<ChatNotification | TypingEnd, R> =>
    foldByChat<ChatNotification | TypingEnd, S, R>(check, options, (subscriber) => {
      const { fold, tell, typingOf, at, forget } = start(subscriber);
      const timers = new Map<string, Subscription>();
      const stop = (chatId: string): void => {
        timers.get(chatId)?.unsubscribe();
        timers.delete(chatId);
      };
      const wakeFor = (chatId: string, state: S): void => {
        const due = firstEnd(typingOf(state));
        const delay = due - scheduler.now();
        if (delay > longestTimer || timers.has(chatId)) return;
        const timer = new Subscription();
        timers.set(chatId, timer);
        const wake = (): void => {
          stop(chatId);
          ends$.next({ kind: 'typingEnd', chatId, at: due });
        };
        timer.add(scheduler.schedule(wake, delay));
      };
      subscriber.add(() => {
        for (const chatId of timers.keys()) stop(chatId);
      });
      return {
        fold: (state, event) => {
          if (event.kind === 'typingEnd') return state && at(state, event.at);
          return fold(state, event, { isFinal, typingUntil: scheduler.now() + expireAfter });
        },
        tell: (state, previous, { chatId }) => {
          if (state !== undefined) wakeFor(chatId, state);
          return tell(state, previous, chatId);
        },
        forget: (state, chatId, isDue) => {
          stop(chatId);
          forget?.(state, chatId, isDue);
        },
      };
    });
  foldWith(new Subject()); // which checks the other options now, and not at the subscription
  return (source) =>
    defer(() => {
      const ends$ = new Subject<TypingEnd>();
      const isOver = {
        complete: (): void => {
          ends$.complete();
        },
      };
      return merge(ends$, source.pipe(tap(isOver))).pipe(foldWith(ends$));
    });
}

/** When the first of those who type is no longer believed to. */
function firstEnd({ authors }: Typing): number {
  let first = Infinity;
  for (const { start } of authors.values()) first = Math.min(first, start?.until ?? Infinity);
  return first;
}
