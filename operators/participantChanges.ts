import type { OperatorFunction } from 'rxjs';
import { checkOptions } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';
import { type ChatNotification, type Participant, sameData } from '../src/model/index.ts';
import { nobodyPresent, type Presence, presenceAfter } from '../src/state/presence.ts';

/** Who joined, who left, and who is in a chat now. */
export interface ParticipantChange {
  readonly chatId: string;
  readonly joined: readonly Participant[];
  readonly left: readonly Participant[];
  /** Those who stayed and of whom a field changed, as they are now. */
  readonly changed: readonly Participant[];
  /** Those of the previous emission without `left`, with `joined` and `changed`. */
  readonly current: readonly Participant[];
}

/**
 * Emits per chat when its participants change, distinguished by `participantId`. All participants of the first list have
 * joined. A notification without a list changes none.
 *
 * A list that lacks a participant is a departure, with two exceptions: the message log shows the participant as present (an
 * entry of that author, and no later `ParticipantLeft`), or the list is empty and the first after Accept. Then the
 * participant stays in `current` until a second list lacks it or a `ParticipantLeft` confirms the departure.
 *
 * Wire: `chat.participants`, whichever the `notificationType`; sparse chats omit it, and it can be empty right after Accept.
 *
 * @throws TypeError if an option is invalid; the message names it.
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
  return foldByChat<ChatNotification, Presence, ParticipantChange>(
    checkOptions('participantChanges', options),
    options,
    () => ({
      fold: (presence = nobodyPresent, notification, { reopenings }) =>
        presenceAfter(presence, notification, reopenings),
      emit: ({ participants: now } = nobodyPresent, { participants: before } = nobodyPresent, { chatId }) => {
        if (now === before) return undefined;
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
