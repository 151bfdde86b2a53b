import type { Capability, Chat, ChatMessage, ChatStatus } from '../model/index.ts';

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

const ZONE = { offset: 2 * 60 * 60 * 1_000, suffix: '+0200' };

/** Wire: `2014-01-09 11:58:12.035+0200`, without `T` and without a colon in the offset. */
const wireTimestamp = (at: number): string =>
  new Date(at + ZONE.offset).toISOString().replace('T', ' ').replace('Z', ZONE.suffix);

/** An entry of a message log as GWS writes it. */
export const wireMessage = ({ index, from, text, visibility, type, sentAt }: LoggedMessage): object => ({
  index,
  from,
  text,
  visibility,
  timestamp: wireTimestamp(sentAt),
  type,
  // Wire: milliseconds, in spite of the name.
  timestampSeconds: sentAt,
});

/** What operation caused a notification, if one did. */
const caused = (referenceId: number | undefined): object =>
  referenceId === undefined ? {} : { referenceId };

type StateChange = 'StatusChange' | 'PropertiesUpdated';

/** The `data` of a `ChatStateChangeMessage`. */
export const stateChangeData = (notificationType: StateChange, chat: Chat, referenceId?: number): object => ({
  notificationType,
  messageType: 'ChatStateChangeMessage',
  chat,
  ...caused(referenceId),
});

/** The `data` that tells that an operation did not succeed. */
export const operationErrorData = (
  chat: Chat,
  referenceId: number,
  statusCode: number,
  errorMessage: string,
): object => ({
  notificationType: 'Error',
  messageType: 'ChatStateChangeMessage',
  errorMessage,
  statusCode,
  referenceId,
  chat,
});

/** The `data` of a `MessageLogUpdated`. Wire: it names its chat by `chatUri`, never by an id. */
export const messageLogData = (
  chatUri: string,
  messages: readonly LoggedMessage[],
  referenceId?: number,
): object => ({
  notificationType: 'NewMessages',
  messageType: 'MessageLogUpdated',
  messages: messages.map(wireMessage),
  chatUri,
  ...caused(referenceId),
});
