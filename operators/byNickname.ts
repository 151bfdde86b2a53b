import type { Participant } from '../src/model/index.ts';

/**
 * Tells oneself from others by the nickname, because an agent's `participantId` differs from chat to chat.
 *
 * @example
 * import { byNickname } from 'rx-chat-notifications';
 * import { participant } from 'rx-chat-notifications/testing';
 *
 * console.log(byNickname('TestName')(participant()));
 * // → true
 */
export const byNickname =
  (name: string): ((from: Participant) => boolean) =>
  ({ nickname }) =>
    nickname === name;
