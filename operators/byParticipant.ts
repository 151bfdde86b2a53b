import { checkArgument } from '../src/fold/checkArgument.ts';
import type { Participant } from '../src/model/index.ts';
import { isIterable } from '../src/state/isIterable.ts';

/**
 * Whether a participant has one of some ids. A `participantId` is valid within one chat: give those of all chats that you
 * fold, or a new predicate to each.
 *
 * @param ids - one `participantId` or several, read once.
 * @throws TypeError if an id is not a string.
 *
 * @example
 * import { byParticipant } from 'rx-chat-notifications';
 * import { participant } from 'rx-chat-notifications/testing';
 *
 * const isSelf = byParticipant(['00A1', '00B7']);
 * console.log(isSelf(participant({ participantId: '00B7' })), isSelf(participant({ participantId: '00C2' })));
 * // → true false
 */
export function byParticipant(ids: string | Iterable<string>): (from: Participant) => boolean {
  const all = typeof ids === 'string' ? [ids] : isIterable(ids) ? [...ids] : [undefined];
  const areIds = all.every((id) => typeof id === 'string');
  checkArgument('byParticipant', 'ids', ids, areIds, 'a participantId or several');
  const known = new Set(all);
  return ({ participantId }) => known.has(participantId);
}
