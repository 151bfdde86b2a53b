import type { Capability } from 'rx-chat-notifications';

/** A button that an agent may press with a chat. */
export interface ChatAction {
  readonly capability: Capability;
  readonly label: string;
  readonly tone: 'primary' | 'plain' | 'danger';
}

/** Those that need nothing to be filled in, in the order in which they stand. */
const ACTIONS: readonly ChatAction[] = [
  { capability: 'Accept', label: 'Accept', tone: 'primary' },
  { capability: 'Reject', label: 'Reject', tone: 'danger' },
  { capability: 'Leave', label: 'Leave', tone: 'plain' },
  { capability: 'Complete', label: 'Complete', tone: 'danger' },
];

/** The buttons of a chat: what its capabilities allow now. */
export const actionsFor = (capabilities: readonly Capability[]): readonly ChatAction[] =>
  ACTIONS.filter(({ capability }) => capabilities.includes(capability));

const ELSEWHERE: readonly Capability[] = [
  'SendMessage',
  'SendStartTypingNotification',
  'SendStopTypingNotification',
  'AttachUserData',
  'UpdateUserData',
  'DeleteUserData',
];

/** What GWS would let the agent do and the simulator cannot. */
export const notSimulated = (capabilities: readonly Capability[]): readonly Capability[] =>
  capabilities.filter(
    (name) => !ELSEWHERE.includes(name) && !ACTIONS.some(({ capability }) => capability === name),
  );
