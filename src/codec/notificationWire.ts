import * as t from 'io-ts';
import { chatWire, type ChatWire, type PartialChatWire, partialChatWire } from './chat.ts';
import { ShortList } from './listOf.ts';
import { guard, NonEmptyString } from './primitives.ts';
import { RecordCodec } from './recordCodec.ts';
import {
  interactionWire,
  type InteractionWire,
  type PartialInteractionWire,
  partialInteractionWire,
} from './v3/interaction.ts';

export interface CommonWire {
  readonly messageType: string;
  readonly notificationType?: string | null;
  readonly referenceId?: number | null;
  readonly operationId?: unknown;
}

export interface StateChangeWire extends CommonWire {
  readonly notificationType: string;
  readonly chat: ChatWire;
  /** Not sent by servers: `canonical` keeps it here. */
  readonly synthetic?: unknown;
}

export interface InteractionChangeWire extends CommonWire {
  readonly notificationType: string;
  readonly interaction: InteractionWire;
}

export interface OperationErrorWire extends CommonWire {
  readonly chat?: PartialChatWire | null;
  readonly interaction?: PartialInteractionWire | null;
  readonly interactionId?: string | null;
  readonly errorMessage?: string | null;
  readonly statusMessage?: string | null;
  readonly statusCode?: number | null;
  readonly errorCode?: unknown;
  /** Wire: `{ errorMessage, errorCode }` of an `EventError`. */
  readonly error?: unknown;
}

export interface MessageLogWire extends CommonWire {
  readonly notificationType: string;
  readonly messages: readonly unknown[];
  readonly chatUri?: string | null;
  readonly chatPath?: string | null;
  readonly id?: string | null;
  readonly interactionId?: string | null;
  /** Not sent by servers: `canonical` keeps them here. */
  readonly replaces?: unknown;
  readonly isPartial?: unknown;
}

const chatTypes: readonly unknown[] = [
  'ChatStateChangeMessage',
  'MessageLogUpdated',
  'InteractionStateChanged',
  'EventError',
];

/** The message types of the chat topics: two of GWS v2, of which one is of Workspace v3, too, and two of its own. */
export const messageTypes: t.Type<string> = /* @__PURE__ */ guard('message type of chats', (u): u is string =>
  chatTypes.includes(u),
);

const required = { messageType: t.string, notificationType: t.string };
const optional = { referenceId: t.number };

export const stateChangeWire: t.Type<StateChangeWire> = /* @__PURE__ */ new RecordCodec(
  'ChatStateChangeMessage',
  { ...required, chat: chatWire },
  optional,
);

export const interactionChangeWire: t.Type<InteractionChangeWire> = /* @__PURE__ */ new RecordCodec(
  'InteractionStateChanged',
  { ...required, interaction: interactionWire },
  optional,
);

/** Wire: the shape of an error is barely documented; on this and sister topics these are seen, all optional. */
export const operationErrorWire: t.Type<OperationErrorWire> = /* @__PURE__ */ new RecordCodec(
  'Error',
  { messageType: t.string },
  {
    ...optional,
    notificationType: t.string,
    chat: partialChatWire,
    interaction: partialInteractionWire,
    interactionId: NonEmptyString,
    errorMessage: t.string,
    statusMessage: t.string,
    statusCode: t.number,
  },
);

export const messageLogWire: t.Type<MessageLogWire> = /* @__PURE__ */ new RecordCodec(
  'MessageLogUpdated',
  { ...required, messages: ShortList },
  {
    ...optional,
    chatUri: NonEmptyString,
    chatPath: NonEmptyString,
    id: NonEmptyString,
    interactionId: NonEmptyString,
  },
);
