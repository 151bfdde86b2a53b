import {
  concat,
  filter,
  map,
  mergeMap,
  type Observable,
  of,
  type SchedulerLike,
  skip,
  takeUntil,
  withLatestFrom,
} from 'rxjs';
import type { ChatDirectory } from 'rx-chat-notifications';
import type { Operation } from '../model/operationLog.ts';
import { typingNotices } from '../model/typingNotices.ts';
import type { Choices } from './choices.ts';

/** An operation, and the chat that it is for. */
export interface Sending {
  readonly chatId: string;
  readonly operation: Operation;
}

/**
 * Notifies the customer of the chosen chat that the agent types, and that they have stopped, be it by turning to another
 * chat; as long as the chat allows it. What stood in the box when the chat was chosen was typed before.
 */
export const typingOf = (
  { selected$, draft$ }: Pick<Choices, 'selected$' | 'draft$'>,
  chats$: Observable<ChatDirectory>,
  scheduler?: SchedulerLike,
): Observable<Sending> =>
  selected$.pipe(
    mergeMap((chatId = '') =>
      concat(draft$.pipe(skip(1), takeUntil(selected$.pipe(skip(1)))), of('')).pipe(
        typingNotices(scheduler),
        map((isTyping) => (isTyping ? 'SendStartTypingNotification' : 'SendStopTypingNotification')),
        withLatestFrom(chats$),
        filter(([name, chats]) => chats.get(chatId)?.capabilities.includes(name) === true),
        map(([operationName]) => ({ chatId, operation: { operationName } })),
      ),
    ),
  );
