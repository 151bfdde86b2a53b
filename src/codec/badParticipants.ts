import * as t from 'io-ts';
import type { DecodeFailure } from '../model/index.ts';
import { itemsOf } from './listCodec.ts';
import type { Fields } from './ownFields.ts';
import { failureOf } from './report.ts';

/** The errors of single participants, by their place in the list of the chat. */
export type BadParticipants = ReadonlyMap<number, t.Errors>;

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
  const bad = new Map<number, t.ValidationError[]>();
  for (const error of result.left) {
    const keys = error.context.slice(context.length).map(({ key }) => key);
    const place = inParticipant.exec(keys.join('.'))?.[1];
    if (place === undefined) return result;
    const at = Number(place);
    bad.set(at, [...(bad.get(at) ?? []), error]);
  }
  // The codec returns what it is given; it has found nothing wrong with the rest.
  return t.success({ wire: fields as unknown as Wire, bad });
}

/** The participants but for the bad ones. Absent if none is left: an empty list would mean that nobody is in the chat. */
export function goodOnes<P>(
  list: readonly P[] | null | undefined,
  bad: BadParticipants,
): readonly P[] | undefined {
  const good = itemsOf(list ?? []).filter((_, at) => !bad.has(at));
  return good.length > 0 ? good : undefined;
}

/** What is reported of the bad participants: their place in the notification, which has no `interaction`. */
export function rejectedParticipants(
  bad: BadParticipants,
  channel: string | undefined,
): readonly DecodeFailure[] {
  return Array.from(bad.values(), (errors) => {
    const [{ context = [] } = {}] = errors;
    const depth = context.findIndex(({ key }) => key === 'participants');
    const inModel = errors.map((error) => ({
      ...error,
      context: [...error.context.slice(0, 1), ...error.context.slice(depth - 1)],
    }));
    return failureOf(inModel, context[depth + 1]?.actual, channel);
  });
}
