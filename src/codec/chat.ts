import * as t from 'io-ts';
import type { Chat as ChatModel } from '../model/index.ts';
import { mapped } from './mapped.ts';
import {
  decodedParticipant,
  type ParticipantWire,
  participantWire,
  toParticipant,
  hasStringId,
} from './participant.ts';
import { listOf } from './listCodec.ts';
import { NonEmptyString, PlainObject } from './primitives.ts';
import { ownFieldsOf } from './ownFields.ts';
import { RecordCodec } from './recordCodec.ts';

/** A chat as the server sends it. */
export interface ChatWire extends PartialChatWire {
  readonly id: string;
  readonly state: string;
}

/** What an `Error` may tell of the chat. */
export interface PartialChatWire {
  readonly id?: string;
  readonly state?: string;
  readonly uri?: string;
  readonly capabilities?: readonly string[];
  readonly participants?: readonly ParticipantWire[];
  readonly userData?: Readonly<Record<string, unknown>>;
}

const required = { id: NonEmptyString, state: t.string };
const optional = { uri: t.string, capabilities: /* @__PURE__ */ listOf(t.string), userData: PlainObject };
const wireParticipants = { participants: /* @__PURE__ */ listOf(participantWire) };
const participants = { participants: /* @__PURE__ */ listOf(decodedParticipant) };

export const chatWire: t.Type<ChatWire> = /* @__PURE__ */ new RecordCodec('Chat', required, {
  ...optional,
  ...wireParticipants,
});

export const partialChatWire: t.Type<PartialChatWire> = /* @__PURE__ */ new RecordCodec(
  'Chat',
  {},
  { ...required, ...optional, ...wireParticipants },
);

const decoded: t.Type<ChatModel> = /* @__PURE__ */ new RecordCodec('Chat', required, {
  ...optional,
  ...participants,
});

/** Leaves a chat as it came, but for ids of participants that are numbers. */
export function toChat(wire: ChatWire): ChatModel {
  const chat = ownFieldsOf(wire);
  const { participants } = chat;
  return participants === undefined || participants.every(hasStringId)
    ? (chat as ChatModel) // no participant is there, or each has a string for an id
    : { ...chat, participants: participants.map(toParticipant) };
}

export type Chat = ChatModel;

/**
 * Decodes one chat. What the server did not tell stays absent; fields that the model does not name are kept.
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
  decoded.is,
  (u) => (chatWire.is(u) ? toChat(u) : undefined),
  t.identity,
);
