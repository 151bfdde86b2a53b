import { asyncScheduler, filter, map, Observable, type OperatorFunction, type Subscriber } from 'rxjs';
import {
  type Chat,
  type ChatMessage,
  isFinal as isFinalStatus,
  isSystemMessage,
  type Origin,
} from '../model/index.ts';
import { type Check, isFunction, isNumber, isScheduler } from './checkOptions.ts';
import { type Deadline, Deadlines } from './deadlines.ts';
import { eventClock } from './eventClock.ts';
import { EvictionOrder } from './evictionOrder.ts';
import type { RetentionOptions } from './retentionOptions.ts';

/** What concerns a chat: a notification, as a rule. */
export interface ChatEvent {
  readonly kind: string;
  readonly chatId?: string;
  readonly chat?: Chat;
  readonly messages?: readonly ChatMessage[];
  readonly receivedAt?: number;
  readonly origin?: Origin;
}

/** An event that names its chat. */
export type OfChat<E> = E & { readonly chatId: string };

/** What the folding itself knows of a chat. */
export interface ChatLife {
  readonly chatId: string;
  /** Whether the last state of the chat was final. */
  readonly hasEnded: boolean;
  /** How often the chat was final and then non-final again. */
  readonly reopenings: number;
}

/** A fold per chat, and what it emits. */
export interface ChatFold<E, S, R> {
  /** The state of the chat after the event. It is stored before anything is emitted, so a re-entrant source is safe. */
  readonly fold: (state: S | undefined, event: OfChat<E>, life: ChatLife, now: number) => S | undefined;
  /** What to emit for the event; `undefined` emits nothing. */
  readonly emit: (state: S | undefined, previous: S | undefined, event: OfChat<E>) => R | undefined;
  /** What to emit for an event that names no chat, or that does not open one; without it, nothing. */
  readonly pass?: (event: E) => R;
  /** Called when a chat is evicted; `isDue` if its retention is over, not because there are too many chats. */
  readonly evict?: (state: S, chatId: string, isDue: boolean) => void;
  /** For a state that changes with time. */
  readonly timed?: {
    /** The instant, in event time, at which the state changes next; `Infinity` if it does not. */
    readonly dueAt: (state: S) => number;
    readonly at: (state: S, now: number) => S;
    readonly emit: (state: S, previous: S, chatId: string) => R | undefined;
  };
}

/** What is kept for one chat. */
interface Kept<S> {
  readonly chatId: string;
  state: S | undefined;
  hasEnded: boolean;
  reopenings: number;
  /** When it is evicted, in event time; `Infinity` while the chat goes on. */
  evictAt: number;
  deadline: Deadline<Kept<S>> | undefined;
  /** Counts events: the chat with the lowest number changed, or ended, least recently. */
  changed: number;
}

/**
 * Folds the events of each chat separately and evicts chats: those whose retention is over and, where there are more than
 * `maxChats`, the ended first, then the least recently changed.
 *
 * Time is event time, see `eventClock`. The scheduler only wakes up what is due when no event arrives.
 *
 * @param start - called for each subscription.
 * @throws TypeError if an option is invalid; the message names it.
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
      const { fold, emit, pass, evict, timed } = start(subscriber);
      const chats = new Map<string, Kept<S>>();
      const order = new EvictionOrder(chats);
      const clock = eventClock();
      let now = -Infinity;
      let events = 0;

      const remove = ({ chatId, state, deadline }: Kept<S>, isDue: boolean): void => {
        chats.delete(chatId);
        order.update(chatId);
        if (deadline !== undefined) deadlines.remove(deadline);
        if (state !== undefined) evict?.(state, chatId, isDue);
      };
      /** Sets the deadline of a chat, if the earliest instant at which it changes by itself needs another one. */
      const schedule = (kept: Kept<S>, from: number): void => {
        const { state, deadline } = kept;
        const due = timed && state !== undefined ? Math.min(kept.evictAt, timed.dueAt(state)) : kept.evictAt;
        const isSoonEnough = deadline === undefined ? due === Infinity : deadline.at <= due && due < Infinity;
        if (isSoonEnough) return;
        if (deadline !== undefined) deadlines.remove(deadline);
        kept.deadline = due < Infinity ? deadlines.add(due, kept, from) : undefined;
      };
      const wake = ({ item: kept, at }: Deadline<Kept<S>>): void => {
        kept.deadline = undefined;
        const previous = kept.state;
        if (kept.evictAt <= at) remove(kept, true);
        else if (timed && previous !== undefined) {
          const state = (kept.state = timed.at(previous, at));
          schedule(kept, at);
          const emitted = timed.emit(state, previous, kept.chatId);
          if (emitted !== undefined) subscriber.next(emitted);
        }
      };
      const deadlines = new Deadlines<Kept<S>>(scheduler, (deadline) => {
        try {
          wake(deadline);
        } catch (error) {
          subscriber.error(error);
        }
      });
      const evictOne = (): void => {
        const first = order.next();
        if (first !== undefined) remove(first, false);
      };

      subscriber.add(() => {
        deadlines.clear();
      });
      source
        .pipe(
          map((event) => {
            const { chatId } = event;
            const before = now;
            now = clock(event);
            if (now > before && deadlines.next <= now) deadlines.runUntil(now);
            if (!namesChat(event) || chatId === undefined) return pass?.(event);
            const known = chats.get(chatId);
            if (known === undefined && isSystemLog(event)) return pass?.(event);
            const kept = known ?? newlyKept<S>(chatId);
            const chat = event.kind === 'messages' ? undefined : event.chat; // looking it up costs where there is none
            const hadEnded = kept.hasEnded;
            if (chat !== undefined && isFinal(chat.state) !== hadEnded) {
              kept.hasEnded = !hadEnded;
              kept.evictAt = hadEnded ? Infinity : now + retainEnded;
              if (hadEnded) kept.reopenings += 1;
              order.update(chatId);
            }
            if (!(kept.hasEnded && hadEnded)) kept.changed = events += 1;
            const previous = kept.state;
            const state = (kept.state = fold(previous, event, kept, now));
            if (state !== undefined || chat !== undefined) {
              if (known === undefined) {
                chats.set(chatId, kept);
                if (kept.hasEnded) order.update(chatId);
                if (chats.size > maxChats) evictOne();
              }
              if (known !== undefined || chats.has(chatId)) schedule(kept, now);
            }
            return emit(state, previous, event);
          }),
          filter((emitted) => emitted !== undefined),
        )
        .subscribe(subscriber);
    });
}

const newlyKept = <S>(chatId: string): Kept<S> => ({
  chatId,
  state: undefined,
  hasEnded: false,
  reopenings: 0,
  evictAt: Infinity,
  deadline: undefined,
  changed: 0,
});

const namesChat = <E extends ChatEvent>(event: E): event is OfChat<E> => event.chatId !== undefined;

/** The system writes to chats that are over: such a log must not bring them back. */
const isSystemLog = ({ messages }: ChatEvent): boolean =>
  messages !== undefined && messages.length > 0 && messages.every(isSystemMessage);
