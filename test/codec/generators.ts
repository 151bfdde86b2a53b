import fc from 'fast-check';
import * as t from 'io-ts';
import * as chatModule from '../../src/codec/chat.ts';
import * as chatMessageModule from '../../src/codec/chatMessage.ts';
import * as notificationModule from '../../src/codec/notificationWire.ts';
import * as participantModule from '../../src/codec/participant.ts';
import { RecordCodec } from '../../src/codec/recordCodec.ts';

/** What a codec of records is made of. */
export interface RecordParts {
  readonly required: t.Props;
  readonly optional: t.Props;
  readonly aliases: Readonly<Record<string, string>>;
}

const isRecordCodec = (codec: unknown): codec is t.Mixed & RecordParts => codec instanceof RecordCodec;

const itemOf = (codec: t.Mixed): t.Mixed | undefined =>
  codec instanceof t.ReadonlyArrayType ? (codec.type as t.Mixed) : undefined;

const tagOf = (codec: t.Mixed): string => ('_tag' in codec ? String(codec._tag) : codec.name);

/** Every codec of a record that the modules of the wire export, so that none that is added is forgotten. */
export const wireCodecs: readonly (readonly [name: string, codec: t.Mixed & RecordParts])[] = [
  notificationModule,
  chatModule,
  chatMessageModule,
  participantModule,
].flatMap((module) =>
  Object.entries<unknown>(module).flatMap(([name, codec]) =>
    isRecordCodec(codec) ? [[name, codec] as const] : [],
  ),
);

const text = fc.string({ unit: 'binary', maxLength: 8 });
const key = text.filter((name) => name !== '__proto__');
const anyJson = fc.jsonValue({ maxDepth: 1 }).filter(isFreeOfProto);

/** The leaves by io-ts's `_tag`, and the guards of this project, which have none, by their name. */
const leaves: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  StringType: text,
  string: fc.option(text, { freq: 9 }),
  NumberType: fc.oneof(fc.double(), fc.integer(), fc.integer({ min: 1e12, max: 2e12 })),
  UnknownType: anyJson,
  AnyType: anyJson,
  'non-empty string': text.filter((generated) => generated !== ''),
  'string or number': fc.oneof(text, fc.integer()),
  'whole number': fc.maxSafeInteger(),
  object: fc.dictionary(key, anyJson, { maxKeys: 3, noNullPrototype: true }),
};

/** Whether no key of it, at any depth, is `__proto__`: io-ts loses those, which examples pin. */
export function isFreeOfProto(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return !Object.hasOwn(value, '__proto__') && Object.values(value).every(isFreeOfProto);
}

/** A field that no codec names. */
const unnamed = 'x-unnamed';

/** Values that a codec takes, got by walking it: a field that is added to it is in them, too. */
export function validOf(codec: t.Mixed): fc.Arbitrary<unknown> {
  if (isRecordCodec(codec)) {
    const { required, optional, aliases } = codec;
    const fields: Record<string, fc.Arbitrary<unknown>> = { [unnamed]: anyJson };
    for (const [name, field] of Object.entries(optional)) {
      fields[name] = fc.option(validOf(field), { freq: 19 }); // `null` is as good as none
    }
    for (const [name, field] of Object.entries(required)) {
      const alias = aliases[name];
      fields[name] = validOf(field);
      if (alias !== undefined) fields[alias] = validOf(field);
    }
    return fc.record(fields, { requiredKeys: Object.keys(required), noNullPrototype: true });
  }
  const item = itemOf(codec);
  if (item !== undefined) return fc.array(validOf(item), { maxLength: 3 });
  if (codec instanceof t.LiteralType) return fc.constant<unknown>(codec.value);
  const leaf = leaves[tagOf(codec)];
  if (leaf === undefined) throw new Error(`generators.ts does not know how to make a "${tagOf(codec)}"`);
  return leaf;
}

/** Where something stands in a value. */
export type Path = readonly string[];

/** Every place in a value, but the whole. */
export function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[...at, name], ...pathsIn(inner, [...at, name])]);
}

/** Stands for nothing: the field is removed. */
const removed: unique symbol = Symbol('removed');

/** A copy in which another value, or none, stands at a place; what is not on the way there is the very same. */
export function replacedAt(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) {
    const at = Number(name);
    const inner = by === removed && rest.length === 0 ? [] : [replacedAt(value[at], rest, by)];
    return [...(value.slice(0, at) as unknown[]), ...inner, ...(value.slice(at + 1) as unknown[])];
  }
  const fields = value as Readonly<Record<string, unknown>>;
  if (by !== removed || rest.length > 0) return { ...fields, [name]: replacedAt(fields[name], rest, by) };
  const { [name]: _, ...others } = fields;
  return others;
}

/** Values of every type that JSON has, and `undefined`. */
const strangers: readonly unknown[] = [
  null,
  undefined,
  true,
  7,
  -1.5,
  '',
  'x',
  [],
  ['x'],
  [7],
  {},
  { k: 'v' },
];

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** A value of which one field is of another type or gone. */
export interface NearMiss {
  readonly path: Path;
  readonly value: unknown;
}

/** Values with one field, at any depth, replaced by one of another type or removed. */
export const nearMissOf = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<NearMiss> =>
  valid
    .map((value) => [value, pathsIn(value).filter((path) => !path.slice(0, -1).includes(unnamed))] as const)
    .filter(([, paths]) => paths.length > 0)
    .chain(([value, paths]) =>
      fc.constantFrom(...paths).chain((path) => {
        const type = typeOf(path.reduce((inner, name) => (inner as Record<string, unknown>)[name], value));
        // nothing with contents in the place of `null`: these could be what is wrong
        const others = strangers.filter((stranger) =>
          type === 'null' ? typeof stranger !== 'object' : typeOf(stranger) !== type,
        );
        return fc
          .oneof(fc.constant(removed), { weight: 2, arbitrary: fc.constantFrom(...others) })
          .map((by) => ({ path, value: replacedAt(value, path, by) }));
      }),
    );

/** What io-ts itself would make of the same fields. */
export function plainOf(codec: t.Mixed): t.Mixed {
  if (isRecordCodec(codec)) {
    const plain = (fields: t.Props): t.Props =>
      Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, plainOf(field)]));
    const optional = Object.entries(plain(codec.optional));
    const rest = t.partial(
      Object.fromEntries(optional.map(([name, field]) => [name, t.union([field, t.null])])),
    );
    const [[name, alias] = []] = Object.entries(codec.aliases);
    const whole = t.intersection([t.type(plain(codec.required)), rest]);
    if (name === undefined || alias === undefined) return whole;
    const { [name]: field = t.never, ...others } = plain(codec.required);
    const aliased = t.intersection([
      t.type({ ...others, [alias]: field as t.Mixed }),
      t.partial({ [name]: t.null }),
      rest,
    ]);
    return t.union([whole, aliased]);
  }
  const item = itemOf(codec);
  return item === undefined ? codec : t.readonlyArray(plainOf(item));
}

const wireCodec = (name: string): t.Mixed & RecordParts => {
  const codec = wireCodecs.find(([exported]) => exported === name)?.[1];
  if (codec === undefined) throw new Error(`no codec of the wire is called ${name}`);
  return codec;
};

const withFields = (codec: string, fields: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> =>
  validOf(wireCodec(codec)).map((generated) => ({ ...(generated as object), ...fields }));

const chatMedium = (generated: unknown): unknown => {
  const { interaction } = generated as { readonly interaction?: object };
  return interaction === undefined
    ? generated
    : { ...(generated as object), interaction: { ...interaction, mediatype: 'chat' } };
};

/** Valid `data` of every kind of message, of both dialects. */
export const validBody: fc.Arbitrary<unknown> = fc.oneof(
  withFields('stateChangeWire', { messageType: 'ChatStateChangeMessage', notificationType: 'StatusChange' }),
  withFields('interactionChangeWire', {
    messageType: 'InteractionStateChanged',
    notificationType: 'StatusChange',
  }).map(chatMedium),
  withFields('operationErrorWire', {
    messageType: 'ChatStateChangeMessage',
    notificationType: 'Error',
  }).map(chatMedium),
  withFields('operationErrorWire', { messageType: 'EventError' }).map(chatMedium),
  fc
    .tuple(
      withFields('messageLogWire', {
        messageType: 'MessageLogUpdated',
        chatUri: 'http://localhost:8080/api/v2/chats/A',
      }),
      fc.array(validOf(wireCodec('chatMessageWire')), { minLength: 1, maxLength: 4 }),
    )
    .map(([log, messages]) => ({ ...(log as object), messages })),
);

/** Plain data that nobody can change any more. */
export function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
}
