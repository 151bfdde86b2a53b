import { type Observable, map, switchMap } from 'rxjs';
import type { Operation } from '../model/operationLog.ts';
import { typingNotices } from '../model/typingNotices.ts';
import type { Choices } from './choices.ts';

/** An operation, and the chat that it is for. */
export interface Sending {
  readonly chatId: string;
  readonly operation: Operation;
}

/** Tells the customer of the chosen chat that the agent types, and that they have stopped. */
export const typingOf = ({ selected$, draft$ }: Pick<Choices, 'selected$' | 'draft$'>): Observable<Sending> =>
  selected$.pipe(
    switchMap((chatId = '') =>
      draft$.pipe(
        typingNotices(),
        map((isTyping) => ({
          chatId,
          operation: {
            operationName: isTyping ? 'SendStartTypingNotification' : 'SendStopTypingNotification',
          },
        })),
      ),
    ),
  );
