import type { ChatStatus } from './names.ts';

/**
 * Whether a chat in this state is over.
 *
 * Wire: `Completed` and `Revoked` are the final states of GWS.
 *
 * @example
 * import { isFinal } from 'rx-chat-notifications';
 *
 * console.log(isFinal('Completed'), isFinal('Chatting'));
 * // → true false
 */
export const isFinal = (status: ChatStatus): boolean => status === 'Completed' || status === 'Revoked';
