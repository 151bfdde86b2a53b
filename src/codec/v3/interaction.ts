import * as t from 'io-ts';
import type { Chat } from '../../model/index.ts';
import type { Mutable } from '../mutable.ts';
import { type ParticipantWire, participantWire, toParticipant } from '../participant.ts';
import { listOf } from '../listCodec.ts';
import { NonEmptyString } from '../primitives.ts';
import { ownFieldsOf } from '../ownFields.ts';
import { RecordCodec } from '../recordCodec.ts';
import { toCapability } from './capabilities.ts';
import { toUserData, type UserDataEntryWire, userDataWire } from './userData.ts';

/** A chat as Workspace v3 sends it. Its many other fields are reached through `wire`. */
export interface InteractionWire extends PartialInteractionWire {
  readonly id: string;
  readonly state: string;
}

/** What an error may tell of the interaction. */
export interface PartialInteractionWire {
  readonly id?: string;
  readonly state?: string;
  readonly mediatype?: string;
  readonly capabilities?: readonly string[];
  readonly userData?: readonly UserDataEntryWire[];
  readonly chat?: { readonly participants?: readonly ParticipantWire[] };
}

const required = { id: NonEmptyString, state: t.string };
const optional = {
  mediatype: t.string,
  capabilities: /* @__PURE__ */ listOf(t.string),
  userData: userDataWire,
  chat: /* @__PURE__ */ new RecordCodec('InteractionChat', {}, { participants: listOf(participantWire) }),
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

/** The chat that an interaction is, in the words of dialect 1. */
export function toChatOfInteraction(interaction: InteractionWire): Chat {
  const { id, state, capabilities, userData, chat = {} } = ownFieldsOf(interaction);
  const { participants } = ownFieldsOf(chat);
  const told: Mutable<Chat> = { id, state };
  if (capabilities !== undefined) told.capabilities = capabilities.map(toCapability);
  if (participants !== undefined) told.participants = participants.map(toParticipant);
  if (userData !== undefined) told.userData = toUserData(userData);
  return told;
}
