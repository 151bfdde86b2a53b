import type { Participant } from '../src/model/index.ts';
import { checkArgument } from '../src/fold/checkArgument.ts';

/**
 * Tells oneself from others by the nickname, because an agent's `participantId` differs from chat to chat.
 *
 * @throws TypeError if the name is no string.
 *
 * @example
 * import { byNickname } from 'rx-chat-notifications';
 * import { participant } from 'rx-chat-notifications/testing';
 *
 * console.log(byNickname('TestName')(participant()));
 * // → true
 */
export function byNickname(name: string): (from: Participant) => boolean {
  checkArgument('byNickname', 'name', name, typeof name === 'string', 'a nickname');
  return ({ nickname }) => nickname === name;
}
