import { asyncScheduler, type OperatorFunction, pipe } from 'rxjs';
import { type ChatNotification, isFinal as isFinalStatus, type Participant } from '../src/model/index.ts';
import { nobodyTypes, type Typing, typingAfter, typingAt } from '../src/state/typing.ts';
import { checkOptions, isNumber } from './internal/checkOptions.ts';
import { foldByChat } from './internal/foldByChat.ts';
import { type TypingEnd, withTypingEnds } from './internal/typingEnds.ts';
import type { TypingOptions } from './internal/typingOptions.ts';

/** Who types in a chat now. */
export interface TypingParticipants {
  readonly chatId: string;
  readonly participants: readonly Participant[];
}

/**
 * Emits per chat when other people type than before. Whoever stops, sends a message, leaves, or is in a chat that ends
 * types no longer, nor does who has not been said to for `expireAfter`. A start that is indexed below the author's last
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
  options: TypingOptions = {},
): OperatorFunction<ChatNotification, TypingParticipants> {
  const check = checkOptions('typingParticipants', options);
  const { expireAfter = 10_000, scheduler = asyncScheduler, isFinal = isFinalStatus } = options;
  check('expireAfter', expireAfter, isNumber(expireAfter), 'milliseconds');
  interface Known {
    readonly typing: Typing;
    readonly hasEnded: boolean;
  }
  const fold = foldByChat<ChatNotification | TypingEnd, Known, TypingParticipants>(check, options, () => ({
    fold: (known, event) => {
      if (event.kind === 'typingEnd') {
        return known && { ...known, typing: typingAt(known.typing, event.at) };
      }
      const { typing, hasEnded: hadEnded } = known ?? { typing: nobodyTypes, hasEnded: false };
      const chat = event.kind === 'messages' ? undefined : event.chat;
      const hasEnded = chat === undefined ? hadEnded : isFinal(chat.state);
      return { typing: typingAfter(typing, event, scheduler.now() + expireAfter, hasEnded), hasEnded };
    },
    tell: (now, before, { chatId = '' }) => {
      const { participants } = now?.typing ?? nobodyTypes;
      return participants === (before?.typing ?? nobodyTypes).participants
        ? undefined
        : { chatId, participants };
    },
  }));
  return pipe(withTypingEnds(expireAfter, scheduler), fold);
}
