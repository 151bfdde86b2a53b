import { checkArgument } from '../src/fold/checkArgument.ts';
import type { Participant } from '../src/model/index.ts';

/**
 * Whether a participant is the agent or supervisor with a nickname. Use it as `self` where the server names no users:
 * two agents of one chat can share a nickname, and then both match. Prefer `byUser` and `byParticipant`.
 *
 * Wire: an agent's `participantId` differs from chat to chat, and GWS v2 sends `participant.uri` in some payloads only.
 *
 * @param name - compared as it stands: case and spaces count.
 * @throws TypeError if the name is not a string.
 *
 * @example
 * import { byNickname } from 'rx-chat-notifications';
 * import { participant } from 'rx-chat-notifications/testing';
 *
 * const isSam = byNickname('Sam');
 * console.log(isSam(participant({ nickname: 'Sam' })), isSam(participant({ nickname: 'Sam', type: 'Customer' })));
 * // → true false
 */
export function byNickname(name: string): (from: Participant) => boolean {
  checkArgument('byNickname', 'name', name, typeof name === 'string', 'a nickname');
  return ({ nickname, type }) => nickname === name && (type === 'Agent' || type === 'Supervisor');
}
