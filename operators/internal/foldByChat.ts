import { asyncScheduler, filter, map, Observable, type OperatorFunction, type Subscriber } from 'rxjs';
import { type Chat, isFinal as isFinalStatus } from '../../src/model/index.ts';
import { type Check, isFunction, isNumber } from './checkOptions.ts';
import type { KeyedOptions } from './keyedOptions.ts';

/** Timers of more milliseconds fire at once; what is due later is looked at again. */
const longestTimer = 2 ** 31 - 1;

/** What concerns a chat: a notification, as a rule. */
export interface ChatEvent {
  readonly kind: string;
  readonly chatId?: string;
  readonly chat?: Chat;
}

/** A fold per chat and what of it is told. */
export interface ChatFold<E, S, R> {
  /** What is known of the chat after the event. Kept before anything is told, so a re-entrant source is safe. */
  readonly fold: (state: S | undefined, event: E) => S | undefined;
  /** What the event brought; `undefined` tells nothing. */
  readonly tell: (state: S | undefined, previous: S | undefined, event: E) => R | undefined;
  /** Called when a chat is let go of; whether that is because its grace is over, and not because there are too many. */
  readonly forget?: (state: S, chatId: string, isDue: boolean) => void;
}

interface Held<S> {
  state: S | undefined;
  /** When it is forgotten; at no instant while the chat goes on. */
  forgetAt: number;
}

/**
 * Folds the events of each chat on their own and lets go of chats: of those that ended when their grace is over, and of
 * those that are too many, the ended first, then the least recently changed.
 *
 * @param start - called for each subscription.
 * @throws TypeError that names the option, if one makes no sense.
 */
export function foldByChat<E extends ChatEvent, S, R>(
  check: Check,
  {
    retainEnded = 60_000,
    maxChats = 10_000,
    isFinal = isFinalStatus,
    scheduler = asyncScheduler,
  }: KeyedOptions,
  start: (subscriber: Subscriber<R>) => ChatFold<E, S, R>,
): OperatorFunction<E, R> {
  check('retainEnded', retainEnded, isNumber(retainEnded), 'milliseconds');
  check(
    'maxChats',
    maxChats,
    isNumber(maxChats) && maxChats >= 1 && !(maxChats % 1),
    'a whole number from 1 on',
  );
  check('isFinal', isFinal, isFunction(isFinal), 'a function');
  check('scheduler', scheduler, typeof scheduler.schedule === 'function', 'a scheduler');
  return (source) =>
    new Observable((subscriber) => {
      const { fold, tell, forget } = start(subscriber);
      /** From the least to the most recently changed. */
      const live = new Map<string, Held<S>>();
      /** In the order in which they are to be forgotten. */
      const ended = new Map<string, Held<S>>();
      let isTimed = false;

      const letGo = (now: number): void => {
        for (const chats of [ended, live]) {
          for (const [chatId, { state, forgetAt }] of chats) {
            if (forgetAt > now && live.size + ended.size <= maxChats) {
              if (!isTimed && forgetAt < Infinity) wakeAt(forgetAt);
              break;
            }
            chats.delete(chatId);
            if (state !== undefined) forget?.(state, chatId, forgetAt <= now);
          }
        }
      };

      const wakeAt = (instant: number): void => {
        isTimed = true;
        const delay = Math.min(instant - scheduler.now(), longestTimer);
        const wake = (): void => {
          isTimed = false;
          letGo(scheduler.now());
        };
        subscriber.add(scheduler.schedule(wake, delay));
      };

      source
        .pipe(
          map((event) => {
            const { chatId, chat } = event;
            if (chatId === undefined) return tell(undefined, undefined, event);
            const endedBefore = ended.get(chatId);
            const held = endedBefore ?? live.get(chatId) ?? { state: undefined, forgetAt: Infinity };
            const previous = held.state;
            const state = (held.state = fold(previous, event));
            const hasEnded = chat === undefined ? endedBefore !== undefined : isFinal(chat.state);
            const isKnown = state !== undefined || chat !== undefined;
            if (isKnown && (!hasEnded || endedBefore === undefined)) {
              ended.delete(chatId);
              live.delete(chatId);
              held.forgetAt = hasEnded ? scheduler.now() + retainEnded : Infinity;
              (hasEnded ? ended : live).set(chatId, held);
            }
            if (hasEnded || live.size + ended.size > maxChats) letGo(-Infinity);
            return tell(state, previous, event);
          }),
          filter((told) => told !== undefined),
        )
        .subscribe(subscriber);
    });
}
