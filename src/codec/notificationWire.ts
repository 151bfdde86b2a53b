import * as t from 'io-ts';
import { chatWire, type ChatWire, type PartialChatWire, partialChatWire } from './chat.ts';
import { guard, NonEmptyString, UnknownList } from './primitives.ts';
import { RecordCodec } from './recordCodec.ts';

export interface CommonWire {
  readonly messageType: string;
  readonly notificationType: string;
  readonly referenceId?: number;
}

export interface StateChangeWire extends CommonWire {
  readonly chat: ChatWire;
  /** Not of the server: `canonical` keeps it here. */
  readonly synthetic?: unknown;
}

export interface OperationErrorWire extends CommonWire {
  readonly chat?: PartialChatWire;
  readonly errorMessage?: string;
  readonly statusMessage?: string;
  readonly statusCode?: number;
}

export interface MessageLogWire extends CommonWire {
  readonly messages: readonly unknown[];
  readonly chatUri?: string;
  readonly chatPath?: string;
}

/** The message types of the chat topic. */
export const messageTypes: t.Type<string> = /* @__PURE__ */ guard(
  'ChatStateChangeMessage or MessageLogUpdated',
  (u): u is string => u === 'ChatStateChangeMessage' || u === 'MessageLogUpdated',
);

const required = { messageType: t.string, notificationType: t.string };
const optional = { referenceId: t.number };

export const stateChangeWire: t.Type<StateChangeWire> = /* @__PURE__ */ new RecordCodec(
  'ChatStateChangeMessage',
  { ...required, chat: chatWire },
  { ...optional, synthetic: t.unknown },
);

/** Wire: the shape of an `Error` is barely documented; on this and sister topics these are seen, all optional. */
export const operationErrorWire: t.Type<OperationErrorWire> = /* @__PURE__ */ new RecordCodec(
  'ChatStateChangeMessage',
  required,
  {
    ...optional,
    chat: partialChatWire,
    errorMessage: t.string,
    statusMessage: t.string,
    statusCode: t.number,
  },
);

export const messageLogWire: t.Type<MessageLogWire> = /* @__PURE__ */ new RecordCodec(
  'MessageLogUpdated',
  { ...required, messages: UnknownList },
  { ...optional, chatUri: NonEmptyString, chatPath: NonEmptyString },
);
