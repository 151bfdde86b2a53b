import type { OperatorFunction } from 'rxjs';
import { type ChatNotification, chatShownBy, type Participant, sameData } from '../src/model/index.ts';
import { checkOptions } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';

/** Who came, who went, and of whom something else is told now. */
export interface ParticipantChange {
  readonly chatId: string;
  readonly joined: readonly Participant[];
  readonly left: readonly Participant[];
  /** Those who stayed and of whom something is told otherwise, as it is now. */
  readonly changed: readonly Participant[];
  readonly current: readonly Participant[];
}

/**
 * Emits per chat when its participants change, told apart by `participantId`. All who are there when a chat is first
 * shown have joined. A notification that tells no participants changes none.
 *
 * Wire: `chat.participants`, whichever the `notificationType`; sparse chats leave it out.
 *
 * @throws TypeError that names the option, if one makes no sense.
 *
 * @example
 * import { of } from 'rxjs';
 * import { participantChanges } from 'rx-chat-notifications';
 * import { chatStateChange, participant } from 'rx-chat-notifications/testing';
 *
 * const ann = participant({ participantId: '1', nickname: 'Ann' });
 * const bob = participant({ participantId: '2', nickname: 'Bob' });
 * of(chatStateChange({ chat: { participants: [ann] } }), chatStateChange({ chat: { participants: [bob] } }))
 *   .pipe(participantChanges())
 *   .subscribe(({ joined, left }) => console.log(joined[0]?.nickname, left[0]?.nickname));
 * // → Ann undefined
 * // → Bob Ann
 */
export function participantChanges(
  options: RetentionOptions = {},
): OperatorFunction<ChatNotification, ParticipantChange> {
  type Participants = ReadonlyMap<string, Participant>;
  return foldByChat<ChatNotification, Participants, ParticipantChange>(
    checkOptions('participantChanges', options),
    options,
    () => ({
      fold: (known, notification) => {
        const told = chatShownBy(notification)?.participants;
        return told === undefined ? known : new Map(told.map((one) => [one.participantId, one]));
      },
      emit: (now = new Map(), before = new Map(), { chatId }) => {
        const current = [...now.values()];
        const joined = current.filter(({ participantId }) => !before.has(participantId));
        const left = [...before.values()].filter(({ participantId }) => !now.has(participantId));
        const changed = current.filter(
          (one) => before.has(one.participantId) && !sameData(before.get(one.participantId), one),
        );
        return joined.length + left.length + changed.length > 0
          ? { chatId, joined, left, changed, current }
          : undefined;
      },
    }),
  );
}
