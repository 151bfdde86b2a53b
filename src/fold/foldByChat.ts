import {
  asyncScheduler,
  filter,
  map,
  Observable,
  type OperatorFunction,
  type SchedulerAction,
  type Subscriber,
} from 'rxjs';
import { type Chat, isFinal as isFinalStatus } from '../model/index.ts';
import { type Check, isFunction, isNumber, isScheduler } from './checkOptions.ts';
import type { RetentionOptions } from './retentionOptions.ts';
import { longestTimer } from './longestTimer.ts';

/** What concerns a chat: a notification, as a rule. */
export interface ChatEvent {
  readonly kind: string;
  readonly chatId?: string;
  readonly chat?: Chat;
}

/** One that names its chat. */
export type OfChat<E> = E & { readonly chatId: string };

/** A fold per chat and what of it is told. */
export interface ChatFold<E, S, R> {
  /** What is known of the chat after the event. Kept before anything is told, so a re-entrant source is safe. */
  readonly fold: (state: S | undefined, event: OfChat<E>) => S | undefined;
  /** What the event brought; `undefined` tells nothing. */
  readonly tell: (state: S | undefined, previous: S | undefined, event: OfChat<E>) => R | undefined;
  /** What is told of an event that names no chat; nothing, unless this says otherwise. */
  readonly pass?: (event: E) => R;
  /** Called when a chat is let go of; whether that is because its grace is over, and not because there are too many. */
  readonly forget?: (state: S, chatId: string, isDue: boolean) => void;
}

/** What is held for one chat: a link in one of two rings, of the live and of the ended. */
class Held<S> {
  state: S | undefined;
  /** When it is forgotten, once the chat has ended. */
  forgetAt: number | undefined;
  before: Held<S> = this;
  after: Held<S> = this;
  chatId = '';

  /** To the end of a ring. */
  moveTo(ring: Held<S>): void {
    this.before.after = this.after;
    this.after.before = this.before;
    this.before = ring.before;
    this.after = ring;
    ring.before = ring.before.after = this;
  }
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
  }: RetentionOptions,
  start: (subscriber: Subscriber<R>) => ChatFold<E, S, R>,
): OperatorFunction<E, R> {
  check('retainEnded', retainEnded, isNumber(retainEnded), 'milliseconds');
  check('maxChats', maxChats, isNumber(maxChats) && maxChats >= 1 && !(maxChats % 1), 'a count from 1 on');
  check('isFinal', isFinal, isFunction(isFinal), 'a function');
  check('scheduler', scheduler, isScheduler(scheduler), 'a scheduler');
  return (source) =>
    new Observable((subscriber) => {
      const { fold, tell, pass, forget } = start(subscriber);
      const chats = new Map<string, Held<S>>();
      /** From the least to the most recently changed. */
      const live = new Held<S>();
      /** In the order in which they are to be forgotten. */
      const ended = new Held<S>();
      let isTimed = false;

      const letGo = (now: number): void => {
        for (;;) {
          const next = ended.after === ended ? live.after : ended.after;
          const { chatId, state, forgetAt = Infinity } = next;
          if (forgetAt > now && chats.size <= maxChats) {
            if (!isTimed && forgetAt < Infinity) wakeAt(forgetAt);
            return;
          }
          next.moveTo(new Held<S>()); // a ring of its own
          chats.delete(chatId);
          if (state !== undefined) forget?.(state, chatId, forgetAt <= now);
        }
      };

      const wakeAt = (instant: number): void => {
        isTimed = true;
        const wake = function (this: SchedulerAction<unknown>): void {
          this.unsubscribe(); // else the subscriber would hold it to the end
          isTimed = false;
          letGo(scheduler.now());
        };
        subscriber.add(scheduler.schedule(wake, Math.min(instant - scheduler.now(), longestTimer)));
      };

      source
        .pipe(
          map((event) => {
            if (!namesChat(event)) return pass?.(event);
            const { kind, chatId } = event;
            const chat = kind === 'messages' ? undefined : event.chat; // which costs, where there is none
            const known = chats.get(chatId);
            const held = known ?? new Held<S>();
            held.chatId = chatId;
            const previous = held.state;
            const state = (held.state = fold(previous, event));
            if (state !== undefined || chat !== undefined) {
              if (known === undefined) chats.set(chatId, held);
              const hadEnded = held.forgetAt !== undefined;
              const hasEnded = chat === undefined ? hadEnded : isFinal(chat.state);
              const isOfInterest = kind !== 'typingEnd'; // time passes in idle chats, too
              if (isOfInterest && !(hasEnded && hadEnded)) {
                held.forgetAt = hasEnded ? scheduler.now() + retainEnded : undefined;
                held.moveTo(hasEnded ? ended : live);
              }
            }
            if (held.forgetAt !== undefined || chats.size > maxChats) letGo(-Infinity);
            return tell(state, previous, event);
          }),
          filter((told) => told !== undefined),
        )
        .subscribe(subscriber);
    });
}

const namesChat = <E extends ChatEvent>(event: E): event is OfChat<E> => event.chatId !== undefined;
