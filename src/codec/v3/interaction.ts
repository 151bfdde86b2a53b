import * as t from 'io-ts';
import type { Chat } from '../../model/index.ts';
import { itemsOf, listOf } from '../listOf.ts';
import { ownFieldsOf } from '../ownFields.ts';
import { type ParticipantWire, participantWire, toParticipant } from '../participant.ts';
import { idOf, NonEmptyString, StringOrNull, textOf } from '../primitives.ts';
import { modelOf, RecordCodec } from '../recordCodec.ts';
import { toCapability } from './toCapability.ts';
import { toUserData, type UserDataEntryWire, userDataWire } from './userData.ts';

/** A chat as Workspace v3 sends it. */
export interface InteractionWire extends PartialInteractionWire {
  readonly id: string;
  readonly state: string;
}

/** What an error may show of the interaction. */
export interface PartialInteractionWire {
  readonly id?: string | null;
  readonly state?: string | null;
  readonly mediatype?: string | null;
  readonly capabilities?: readonly (string | null)[] | null;
  readonly userData?: readonly UserDataEntryWire[] | null;
  readonly chat?: InteractionChatWire | null;
  readonly uri?: unknown;
  readonly chatType?: unknown;
  readonly receivedDate?: unknown;
  /** Wire: what GWS v2 calls `chatType`. */
  readonly interactionType?: unknown;
  /** Wire: what GWS v2 calls `receivedDate`. */
  readonly receivedAt?: unknown;
}

export interface InteractionChatWire {
  readonly participants?: readonly ParticipantWire[] | null;
  readonly myParticipantId?: unknown;
}

const required = { id: NonEmptyString, state: t.string };
const optional = {
  mediatype: t.string,
  capabilities: /* @__PURE__ */ listOf(StringOrNull),
  userData: userDataWire,
  chat: /* @__PURE__ */ new RecordCodec(
    'InteractionChat',
    {},
    { participants: /* @__PURE__ */ listOf(participantWire) },
  ),
};

export const interactionWire: t.Type<InteractionWire> = /* @__PURE__ */ new RecordCodec(
  'Interaction',
  required,
  optional,
);

export const partialInteractionWire: t.Type<PartialInteractionWire> = /* @__PURE__ */ new RecordCodec(
  'Interaction',
  {},
  { ...required, ...optional },
);

/** Fields of an interaction that would read as others of the model if they were kept as they came. */
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
  'chat',
]);

const namedInChat: ReadonlySet<string> = /* @__PURE__ */ new Set(['participants', 'myParticipantId']);

/** The chat of an interaction, in the words of GWS v2. What is unnamed within `interaction.chat` stays in `chat.chat`. */
export function toChatOfInteraction(interaction: InteractionWire): Chat {
  const wire = ownFieldsOf(interaction);
  const { id, state, capabilities, userData } = wire;
  const inner = ownFieldsOf(wire.chat ?? {});
  const { participants } = inner;
  const others = modelOf(inner, namedInChat, {});
  const fields = {
    id,
    state,
    uri: textOf(wire.uri),
    capabilities: capabilities && itemsOf(capabilities).filter(t.string.is).map(toCapability),
    participants: participants && itemsOf(participants).map(toParticipant),
    userData: userData && toUserData(userData),
    chatType: textOf(wire.chatType) ?? textOf(wire.interactionType),
    receivedDate: textOf(wire.receivedDate) ?? textOf(wire.receivedAt),
    myParticipantId: idOf(inner.myParticipantId),
    chat: Object.keys(others).length > 0 ? others : undefined,
  };
  return modelOf(wire, named, fields) as unknown as Chat; // the codec has checked the fields
}
