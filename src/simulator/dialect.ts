import type { Chat, ChatMessage, Participant } from '../model/index.ts';
import type { User } from './userOf.ts';
import type { LoggedMessage } from './wire.ts';

/** The `data` of a `MessageLogUpdated`. */
export interface MessageLogData {
  readonly messages: readonly object[];
}

export type StateChange = 'StatusChange' | 'PropertiesUpdated';

/** What caused a notification, if an operation did, and what it is about. */
export interface PushContext {
  readonly chat: Chat & { readonly uri: string };
  readonly referenceId?: number | undefined;
}

/** How the server writes what it pushes. */
export interface Dialect {
  /** The channel of an agent's chats. */
  readonly channel: string;
  /** A participant with all fields of this dialect. */
  readonly participant: (participant: Participant) => Participant;
  /** The fields that name the user of an agent in the list of participants. */
  readonly userFields: (user: User) => Pick<Participant, 'uri' | 'userId'>;
  /** A participant as the author of a message. */
  readonly author: (participant: Participant) => Participant;
  /** The fields that name the agent of a chat, once the agent has joined. */
  readonly ownFields: (agent: Participant) => Pick<Chat, 'myParticipantId'>;
  /** The further fields of a `ParticipantJoined` entry. */
  readonly joining: (participant: Participant, userData: Chat['userData']) => Pick<ChatMessage, 'userData'>;
  readonly stateChange: (notificationType: StateChange, context: PushContext) => object;
  readonly operationError: (statusCode: number, errorMessage: string, context: PushContext) => object;
  readonly messageLog: (messages: readonly LoggedMessage[], context: PushContext) => MessageLogData;
}

/** Which operation caused a notification, if one did. */
export const caused = ({ referenceId }: PushContext): object =>
  referenceId === undefined ? {} : { referenceId };
