import * as t from 'io-ts';
import type { DecodeFailure } from '../model/index.ts';
import { itemsOf } from './listOf.ts';
import type { Fields } from './ownFields.ts';
import { failureOf } from './failure.ts';

/** A participant that could not be decoded. */
interface BadParticipant {
  readonly raw: unknown;
  readonly errors: t.ValidationError[];
}

/** By their place in the list of the chat. */
export type BadParticipants = ReadonlyMap<number, BadParticipant>;

/** A message that is valid but for some of the participants that it lists. */
export interface Tolerated<Wire> {
  readonly wire: Wire;
  readonly bad: BadParticipants;
}

const inParticipant = /^(?:interaction\.)?chat\.participants\.(\d+)(?=\.|$)/;

/** Validates a message. Errors that all lie within single participants do not fail it. */
export function validateTolerantly<Wire>(
  codec: t.Type<Wire>,
  fields: Fields,
  context: t.Context,
): t.Validation<Tolerated<Wire>> {
  const result = codec.validate(fields, context);
  if (result._tag === 'Right') return t.success({ wire: result.right, bad: new Map() });
  const bad = new Map<number, BadParticipant>();
  for (const error of result.left) {
    const keys = error.context.slice(context.length).map(({ key }) => key);
    const place = inParticipant.exec(keys.join('.'))?.[1];
    if (place === undefined) return result;
    // The place in the notification, which has no `interaction`.
    const inChat = error.context.slice(context.length + Number(keys[0] === 'interaction'));
    const errors = bad.get(Number(place))?.errors ?? [];
    errors.push({ ...error, context: [...context, ...inChat] });
    bad.set(Number(place), { raw: inChat[2]?.actual, errors });
  }
  // The codec returns what it is given; it has found nothing wrong with the rest.
  return t.success({ wire: fields as unknown as Wire, bad });
}

/** The participants but for the bad ones; `null` if none is left, because an empty list means that nobody takes part. */
export function goodOnes<P>(
  list: readonly P[] | null | undefined,
  bad: BadParticipants,
): readonly P[] | null {
  const good = itemsOf(list).filter((_, at) => !bad.has(at));
  return good.length > 0 ? good : null;
}

/** What is reported of the bad ones. */
export const rejectedParticipants = (
  bad: BadParticipants,
  channel: string | undefined,
): readonly DecodeFailure[] => Array.from(bad.values(), ({ errors, raw }) => failureOf(errors, raw, channel));
