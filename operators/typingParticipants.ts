import type { OperatorFunction } from 'rxjs';
import { type ChatNotification, chatShownBy, type Participant } from '../src/model/index.ts';
import { nobodyTypes, type Typing, typingAfter, typingAt } from '../src/state/typing.ts';
import { foldTyping } from '../src/fold/foldTyping.ts';
import type { ViewOptions } from '../src/fold/viewOptions.ts';

/** Who types in a chat now. */
export interface TypingParticipants {
  readonly chatId: string;
  readonly participants: readonly Participant[];
}

/**
 * Emits per chat when other people type than before. Whoever stops, sends a message, leaves, or is in a chat that ends
 * types no longer, nor does who has not been said to for `expireAfter`, or is in a chat that is let go of. A start that is indexed below the author's last
 * stop or message came late and is ignored, and so are typing notices of the past (`snapshot`, `history`).
 *
 * Wire: `TypingStarted` and `TypingStopped` in the message log. They use up indices.
 *
 * @throws TypeError that names the option, if one makes no sense.
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
  return foldTyping<Known, TypingParticipants>('typingParticipants', options, (subscriber) => ({
    fold: (known = { typing: nobodyTypes, hasEnded: false }, notification, { isFinal, typingUntil }) => {
      const chat = chatShownBy(notification);
      const hasEnded = chat === undefined ? known.hasEnded : isFinal(chat.state);
      return { typing: typingAfter(known.typing, notification, typingUntil, hasEnded), hasEnded };
    },
    tell: (now, before, chatId) => {
      const { participants } = now?.typing ?? nobodyTypes;
      return participants === (before?.typing ?? nobodyTypes).participants
        ? undefined
        : { chatId, participants };
    },
    typingOf: ({ typing }) => typing,
    at: (known, now) => ({ ...known, typing: typingAt(known.typing, now) }),
    forget: ({ typing }, chatId) => {
      if (typing.participants.length > 0) subscriber.next({ chatId, participants: [] });
    },
  }));
}

interface Known {
  readonly typing: Typing;
  readonly hasEnded: boolean;
}
