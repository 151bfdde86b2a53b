import type { Capability, ChatStatus, MessageType, ParticipantType, Visibility } from './names.ts';

/** Somebody who takes part in a chat. The `participantId` differs from chat to chat, an agent's, too. */
export interface Participant {
  readonly participantId: string;
  readonly nickname: string;
  readonly type: ParticipantType;
  readonly visibility?: Visibility;
}

/**
 * A chat as one notification shows it. **Absent means not told**: a chat without `participants` is not one
 * that everybody left. Fields that the model does not name are kept as they came.
 */
export interface Chat {
  readonly id: string;
  readonly uri?: string;
  readonly state: ChatStatus;
  readonly capabilities?: readonly Capability[];
  readonly participants?: readonly Participant[];
  readonly userData?: Readonly<Record<string, unknown>>;
}

/**
 * One entry of a chat's message log. The `index` orders entries and is not unique: two different messages may
 * bear the same one. Fields that the model does not name are kept as they came.
 */
export interface ChatMessage {
  readonly index: number;
  readonly type: MessageType;
  readonly from: Participant;
  readonly text?: string;
  readonly visibility?: Visibility;
  /** When it was sent, in epoch milliseconds; absent where the server told no time that exists. */
  readonly sentAt?: number;
  readonly userData?: Readonly<Record<string, unknown>>;
}
