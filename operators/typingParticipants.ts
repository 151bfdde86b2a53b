import type { OperatorFunction } from 'rxjs';
import { foldTyping } from '../src/fold/foldTyping.ts';
import type { ViewOptions } from '../src/fold/viewOptions.ts';
import type { ChatNotification } from '../src/model/index.ts';
import {
  firstExpiry,
  nobodyTypes,
  type Typing,
  typingAfter,
  typingAt,
  type TypingParticipant,
} from '../src/state/typing.ts';

/** Who is typing in a chat now. */
export interface TypingParticipants {
  readonly chatId: string;
  /** Each with the `visibility` of the notice and, if the server sends one, a preview as `text`. */
  readonly participants: readonly TypingParticipant[];
}

/**
 * Emits per chat when the participants who are typing change, or their previews. A participant stops typing by a notice or
 * a message, by leaving, when the chat ends or is evicted, and when `expireAfter` has passed since the last notice.
 *
 * A start is ignored if it is late: its index is below the author's last stop or message, its origin is `snapshot` or
 * `history`, or it is older than the newest entry of the chat by `expireAfter`, both by the server's clock.
 *
 * Wire: `TypingStarted` and `TypingStopped` in the message log. They use up indices. Some servers add a preview as `text`.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { typingParticipants } from 'rx-chat-notifications';
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * of(
 *   messageLog({ chatId: 'A', messages: [{ index: 1, type: 'TypingStarted' }] }),
 *   messageLog({ chatId: 'A', messages: [{ index: 2, text: 'Hello' }] }),
 * )
 *   .pipe(typingParticipants())
 *   .subscribe(({ participants }) => console.log(participants.map(({ nickname }) => nickname)));
 * // → [ 'TestName' ]
 * // → []
 */
export function typingParticipants(
  options: ViewOptions = {},
): OperatorFunction<ChatNotification, TypingParticipants> {
  return foldTyping<Typing, TypingParticipants>('typingParticipants', options, (subscriber) => ({
    fold: (typing = nobodyTypes, notification, rules) => typingAfter(typing, notification, rules),
    emit: (now, before, chatId) => {
      const { participants } = now ?? nobodyTypes;
      return participants === (before ?? nobodyTypes).participants ? undefined : { chatId, participants };
    },
    dueAt: firstExpiry,
    at: typingAt,
    evict: ({ participants }, chatId) => {
      if (participants.length > 0) subscriber.next({ chatId, participants: [] });
    },
  }));
}
