import * as t from 'io-ts';
import type { Participant as ParticipantModel } from '../model/index.ts';
import { mapped } from './mapped.ts';
import { ownFieldsOf } from './ownFields.ts';
import { idOf, StringOrNumber, textOf } from './primitives.ts';
import { readParticipant } from './readParticipant.ts';
import { isRecordOf, modelOf, RecordCodec } from './recordCodec.ts';

/** A participant as the server sends it. */
export interface ParticipantWire {
  readonly participantId?: string | number | null;
  /** Wire: Workspace v3 names `participantId` so in `interaction.chat.participants`. */
  readonly id?: unknown;
  readonly nickname: string;
  readonly type: string;
  readonly visibility?: string | null;
  readonly uri?: unknown;
  readonly path?: unknown;
  readonly userId?: unknown;
  /** Wire: what Workspace v3 calls `userId`. */
  readonly personId?: unknown;
}

const texts = { nickname: t.string, type: t.string };

/** A cast, because TypeScript does not see that `id` can take the place of `participantId`. */
export const participantWire: t.Type<ParticipantWire> = /* @__PURE__ */ new RecordCodec(
  'Participant',
  { participantId: StringOrNumber, ...texts },
  { visibility: t.string },
  { participantId: 'id' },
) as unknown as t.Type<ParticipantWire>;

const optional = { visibility: t.string, uri: t.string, path: t.string, userId: t.string };

export const isParticipant: (u: unknown) => boolean = /* @__PURE__ */ isRecordOf(
  { participantId: t.string, ...texts },
  optional,
);

const always = ['participantId', 'nickname', 'type', 'visibility', 'uri', 'path', 'userId'];

/** A participant of the wire in the words of the model. */
export function toParticipant(participant: ParticipantWire): ParticipantModel {
  const wire = ownFieldsOf(participant);
  const { participantId, id, nickname, type, visibility, uri, path, personId } = wire;
  const named = new Set(always);
  if (idOf(participantId) === undefined) named.add('id');
  const userId = textOf(wire.userId) ?? (named.add('personId'), idOf(personId));
  const fields = {
    participantId: idOf(participantId) ?? idOf(id),
    nickname,
    type,
    visibility,
    uri: textOf(uri),
    path: textOf(path),
    userId,
  };
  return modelOf(wire, named, fields) as unknown as ParticipantModel; // the codec has checked the fields
}

export type Participant = ParticipantModel;

/**
 * Decodes one participant: a numeric `participantId` becomes a string. Where it is absent, `id` is taken, and `personId`
 * becomes `userId`, as Workspace v3 names them.
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
  (u): u is Participant => isParticipant(u),
  readParticipant,
  toParticipant,
  t.identity,
);
