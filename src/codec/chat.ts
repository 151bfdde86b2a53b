import * as t from 'io-ts';
import type { Chat as ChatModel } from '../model/index.ts';
import { itemsOf, listOf } from './listOf.ts';
import { mapped } from './mapped.ts';
import { ownFieldsOf } from './ownFields.ts';
import { isParticipant, type ParticipantWire, participantWire, toParticipant } from './participant.ts';
import { guard, idOf, NonEmptyString, PlainObject, StringOrNull, textOf } from './primitives.ts';
import { readChat } from './readChat.ts';
import { isRecordOf, modelOf, RecordCodec } from './recordCodec.ts';

/** A chat as the server sends it. */
export interface ChatWire extends PartialChatWire {
  readonly id: string;
  readonly state: string;
}

/** What an `Error` may show of the chat. */
export interface PartialChatWire {
  readonly id?: string | null;
  readonly state?: string | null;
  readonly uri?: string | null;
  readonly capabilities?: readonly (string | null)[] | null;
  readonly participants?: readonly ParticipantWire[] | null;
  readonly userData?: Readonly<Record<string, unknown>> | null;
  readonly chatType?: unknown;
  readonly receivedDate?: unknown;
  readonly myParticipantId?: unknown;
}

const required = { id: NonEmptyString, state: t.string };
const optional = { uri: t.string, userData: PlainObject };
const wireFields = {
  ...optional,
  capabilities: /* @__PURE__ */ listOf(StringOrNull),
  participants: /* @__PURE__ */ listOf(participantWire),
};

export const chatWire: t.Type<ChatWire> = /* @__PURE__ */ new RecordCodec('Chat', required, wireFields);

export const partialChatWire: t.Type<PartialChatWire> = /* @__PURE__ */ new RecordCodec(
  'Chat',
  {},
  { ...required, ...wireFields },
);

const isChat = /* @__PURE__ */ isRecordOf(required, {
  ...optional,
  capabilities: /* @__PURE__ */ listOf(t.string),
  participants: /* @__PURE__ */ listOf(
    /* @__PURE__ */ guard('Participant', (u): u is unknown => isParticipant(u)),
  ),
  chatType: t.string,
  receivedDate: t.string,
  myParticipantId: t.string,
});

const named: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'id',
  'state',
  'uri',
  'capabilities',
  'participants',
  'userData',
  'chatType',
  'receivedDate',
  'myParticipantId',
]);

/** A chat of the wire in the words of the model. */
export function toChat(chat: ChatWire): ChatModel {
  const wire = ownFieldsOf(chat);
  const { id, state, uri, capabilities, participants, userData } = wire;
  const fields = {
    id,
    state,
    uri,
    capabilities: capabilities && itemsOf(capabilities).filter(t.string.is),
    participants: participants && itemsOf(participants).map(toParticipant),
    userData,
    chatType: textOf(wire.chatType),
    receivedDate: textOf(wire.receivedDate),
    myParticipantId: idOf(wire.myParticipantId),
  };
  return modelOf(wire, named, fields) as unknown as ChatModel; // the codec has checked the fields
}

export type Chat = ChatModel;

/**
 * Decodes one chat. What the server did not send stays absent; fields that the model does not name are kept. One bad
 * participant is an error, which `decodeNotification` reports in `rejected` instead.
 *
 * @example
 * import { Chat } from 'rx-chat-notifications';
 *
 * console.log(Chat.decode({ id: '0000Wa9CAM6W00J', state: 'Chatting' })._tag);
 * // → Right
 */
export const Chat: t.Type<Chat, ChatWire, unknown> = /* @__PURE__ */ mapped(
  'Chat',
  chatWire,
  (u): u is Chat => isChat(u),
  readChat,
  toChat,
  t.identity,
);
