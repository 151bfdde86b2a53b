import {
  connect,
  delay,
  endWith,
  filter,
  identity,
  ignoreElements,
  map,
  merge,
  type OperatorFunction,
  type SchedulerLike,
  takeUntil,
} from 'rxjs';
import type { ChatNotification } from '../../src/model/index.ts';
import { longestTimer } from './longestTimer.ts';

/** Somebody may have typed in a chat for so long that it is no longer believed. */
export interface TypingEnd {
  readonly kind: 'typingEnd';
  readonly chatId: string;
  /** When that is. A timer may fire a little before. */
  readonly at: number;
}

/** Adds to the notifications, for each that tells of typing, an event when that is no longer believed. */
export const withTypingEnds = (
  expireAfter: number,
  scheduler: SchedulerLike,
): OperatorFunction<ChatNotification, ChatNotification | TypingEnd> =>
  expireAfter > longestTimer
    ? identity
    : connect((notifications$) => {
        const isOver$ = notifications$.pipe(ignoreElements(), endWith(true));
        const ends$ = notifications$.pipe(
          filter(tellsOfTyping),
          map(({ chatId = '' }): TypingEnd => ({
            kind: 'typingEnd',
            chatId,
            at: scheduler.now() + expireAfter,
          })),
          delay(expireAfter, scheduler),
          takeUntil(isOver$),
        );
        return merge(notifications$, ends$);
      });

const tellsOfTyping = (notification: ChatNotification): boolean =>
  notification.kind === 'messages' && notification.messages.some(({ type }) => type === 'TypingStarted');
