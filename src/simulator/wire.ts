import type { Capability, ChatMessage, ChatStatus } from '../model/index.ts';

/** An entry of a message log. The simulator knows the time of each. */
export interface LoggedMessage extends ChatMessage {
  readonly sentAt: number;
}

/** Wire: what GWS lets an agent do with a chat in conversation, in the order of its documentation. */
const CHATTING: readonly Capability[] = [
  'Transfer',
  'Leave',
  'Invite',
  'Consult',
  'SetInFocus',
  'SetDisposition',
  'AttachUserData',
  'DeleteUserData',
  'UpdateUserData',
  'Complete',
  'SendMessage',
  'SendStartTypingNotification',
  'SendStopTypingNotification',
];

/** What the agent may do with a chat in this state. */
export function capabilitiesIn(state: ChatStatus): readonly Capability[] {
  if (state === 'Invited') return ['Accept', 'Reject'];
  return state === 'Chatting' ? CHATTING : [];
}
