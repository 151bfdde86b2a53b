import type { Capability, ChatStatus, MessageType, ParticipantType, Visibility } from './names.ts';

/** A person or system that takes part in a chat. A `participantId` is valid within one chat only, an agent's too. */
export interface Participant {
  readonly participantId: string;
  readonly nickname: string;
  readonly type: ParticipantType;
  readonly visibility?: Visibility;
  /** Names the user across chats. Wire: `participant.uri` of GWS v2. */
  readonly uri?: string;
  /** The path of `uri`, such as `/users/u1`. */
  readonly path?: string;
  /** The id of the user. Wire: `personId` of Workspace v3. */
  readonly userId?: string;
}

/**
 * A chat as one notification shows it. **An absent field means "unchanged"**: a chat without `participants` still has
 * the participants that an earlier notification showed. Fields that the model does not name are kept as received.
 */
export interface Chat {
  readonly id: string;
  readonly uri?: string;
  readonly state: ChatStatus;
  readonly capabilities?: readonly Capability[];
  readonly participants?: readonly Participant[];
  readonly userData?: Readonly<Record<string, unknown>>;
  /** Wire: such as `Inbound`. */
  readonly chatType?: string;
  /** When the chat entered the contact centre, as the server writes it. Wire: `2024-05-06 07:00:00.000+0200` in GWS v2. */
  readonly receivedDate?: string;
  /** The `participantId` of this agent in this chat. Wire: `interaction.chat.myParticipantId` of Workspace v3. */
  readonly myParticipantId?: string;
}

/**
 * One entry of a chat's message log. The `index` orders entries and is not unique: two different messages may have the
 * same index. Fields that the model does not name are kept as received.
 */
export interface ChatMessage {
  readonly index: number;
  readonly type: MessageType;
  readonly from: Participant;
  readonly text?: string;
  readonly visibility?: Visibility;
  /** When the message was sent, by the server's clock, in epoch milliseconds; absent if the server sent no valid time. */
  readonly sentAt?: number;
  readonly userData?: Readonly<Record<string, unknown>>;
  /** Wire: the link of a `PushUrl`. */
  readonly url?: string;
  /** Wire: the content of a `CustomNotice`. */
  readonly noticeText?: string;
  /** Wire: set by the sender, such as `Greeting`. */
  readonly messageType?: string;
  /**
   * Which numbering of the chat the `index` belongs to; absent for the first. The indices of a chat that is reopened can
   * restart: its new messages then have epoch 2. Set by this package, see `dedupeByIndex`.
   */
  readonly epoch?: number;
  /**
   * 2 for the second of two messages that are equal in everything but their time, and so on; absent for the first. Set by
   * `dedupeByIndex` where it separates a message from its log, and so from the evidence that it was said twice.
   */
  readonly occurrence?: number;
}
