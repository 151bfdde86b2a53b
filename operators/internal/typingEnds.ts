import {
  connect,
  delay,
  endWith,
  filter,
  ignoreElements,
  map,
  merge,
  type OperatorFunction,
  type SchedulerLike,
  takeUntil,
} from 'rxjs';
import type { ChatNotification } from '../../src/model/index.ts';

/** Somebody may have typed in a chat for so long that it is no longer believed. */
export interface TypingEnd {
  readonly kind: 'typingEnd';
  readonly chatId: string;
}

/** Adds to the notifications, for each that tells of typing, an event when that is no longer believed. */
export const withTypingEnds = (
  expireAfter: number,
  scheduler: SchedulerLike,
): OperatorFunction<ChatNotification, ChatNotification | TypingEnd> =>
  connect((notifications$) => {
    const isOver$ = notifications$.pipe(ignoreElements(), endWith(true));
    const ends$ = notifications$.pipe(
      filter(tellsOfTyping),
      map(({ chatId = '' }): TypingEnd => ({ kind: 'typingEnd', chatId })),
      delay(expireAfter, scheduler),
      takeUntil(isOver$),
    );
    return merge(notifications$, ends$);
  });

const tellsOfTyping = (notification: ChatNotification): boolean =>
  notification.kind === 'messages' && notification.messages.some(({ type }) => type === 'TypingStarted');
