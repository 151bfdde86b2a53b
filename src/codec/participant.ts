import * as t from 'io-ts';
import type { Participant as ParticipantModel } from '../model/index.ts';
import { mapped } from './mapped.ts';
import { StringOrNumber } from './primitives.ts';
import { RecordCodec } from './recordCodec.ts';

/** A participant as the server sends it. */
export interface ParticipantWire {
  readonly participantId: string | number;
  readonly nickname: string;
  readonly type: string;
  readonly visibility?: string;
}

const fields = <Id extends string | number>(
  participantId: t.Type<Id>,
): t.Type<Omit<ParticipantWire, 'participantId'> & { readonly participantId: Id }> =>
  new RecordCodec(
    'Participant',
    { participantId, nickname: t.string, type: t.string },
    { visibility: t.string },
  );

export const participantWire: t.Type<ParticipantWire> = /* @__PURE__ */ fields(StringOrNumber);

/** Checks a participant as the model has it. */
export const decodedParticipant: t.Type<ParticipantModel> = /* @__PURE__ */ fields(t.string);

/** Leaves a participant as it came, but for an id that is a number. */
export function toParticipant(wire: ParticipantWire): ParticipantModel {
  if (hasStringId(wire)) return wire;
  const { nickname, type, visibility } = wire;
  const participantId = `${wire.participantId}`;
  // Field by field, because spreading costs ten times as much.
  return visibility === undefined && Object.keys(wire).length === 3
    ? { participantId, nickname, type }
    : { ...wire, participantId };
}

export const hasStringId = (wire: ParticipantWire): wire is ParticipantModel =>
  typeof wire.participantId === 'string';

export type Participant = ParticipantModel;

/**
 * Decodes one participant; a numeric `participantId` becomes a string.
 *
 * @example
 * import { Participant } from 'rx-chat-notifications';
 *
 * console.log(Participant.decode({ participantId: 1, nickname: 'James', type: 'Customer' })._tag);
 * // → Right
 */
export const Participant: t.Type<Participant, ParticipantWire, unknown> = /* @__PURE__ */ mapped(
  'Participant',
  participantWire,
  decodedParticipant.is,
  (u) => (participantWire.is(u) ? toParticipant(u) : undefined),
  t.identity,
);
