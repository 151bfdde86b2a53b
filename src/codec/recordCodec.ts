import * as t from 'io-ts';
import { type Fields, isObject, own } from './ownFields.ts';
import { errorsOf, reasons } from './errorsOf.ts';

type RecordOf<Required extends t.Props, Optional extends t.Props> = {
  readonly [Key in keyof Required]: t.TypeOf<Required[Key]>;
} & { readonly [Key in keyof Optional]?: t.TypeOf<Optional[Key]> | null };

/** Other names of required fields, which count where the field itself is absent. */
type Aliases = Readonly<Record<string, string>>;

const none: Aliases = {};

const isUndefined = (value: unknown): boolean => value === undefined;
const isNullish = (value: unknown): boolean => value === undefined || value === null;

/**
 * An object of the wire with required and optional own fields; it may have others. An optional field that is `null` is
 * absent. Unlike `t.intersection([t.type, t.partial])` it reads own fields only, returns the object that it was given
 * instead of a copy (a copy loses an own `__proto__`), and its errors do not show how it is composed. Its fields must
 * not change what they decode.
 */
export class RecordCodec<Required extends t.Props, Optional extends t.Props> extends t.Type<
  RecordOf<Required, Optional>
> {
  readonly _tag = 'RecordCodec' as const;
  readonly required: Required;
  readonly optional: Optional;
  readonly aliases: Aliases;

  constructor(name: string, required: Required, optional: Optional, aliases: Aliases = none) {
    const is = isRecordOf(required, optional, isNullish, aliases);
    super(
      name,
      (u): u is RecordOf<Required, Optional> => is(u),
      (u, context) => {
        if (this.is(u)) return t.success(u);
        if (!isObject(u)) return t.failure(u, context);
        const errors = Object.entries({ ...required, ...optional }).flatMap(([name, codec]) => {
          const key = presentKey(u, name, aliases);
          const value = own(u, key);
          return Object.hasOwn(optional, key) && isNullish(value)
            ? []
            : errorsOf(codec, value, t.appendContext(context, key, codec, value));
        });
        return t.failures(reasons(errors, u, context));
      },
      t.identity,
    );
    this.required = required;
    this.optional = optional;
    this.aliases = aliases;
  }
}

/** A guard of objects with required and optional own fields. */
export function isRecordOf(
  required: t.Props,
  optional: t.Props,
  isAbsent: (value: unknown) => boolean = isUndefined,
  aliases: Aliases = none,
): (u: unknown) => boolean {
  const requiredFields = Object.entries(required);
  const optionalFields = Object.entries(optional);
  return (u) =>
    isObject(u) &&
    requiredFields.every(([key, { is }]) => is(own(u, presentKey(u, key, aliases)))) &&
    optionalFields.every(([key, { is }]) => {
      const value = own(u, key);
      return isAbsent(value) || is(value);
    });
}

function presentKey(u: Fields, key: string, aliases: Aliases): string {
  const alias = aliases[key];
  return alias !== undefined && isNullish(own(u, key)) && !isNullish(own(u, alias)) ? alias : key;
}

/**
 * The fields that a codec does not name, then those of the model, without those that are absent. An own `__proto__` is
 * data like any other.
 */
export function modelOf(wire: object, named: ReadonlySet<string>, fields: Fields): Fields {
  const unnamed = Object.entries<unknown>({ ...wire }).filter(([key]) => !named.has(key));
  return Object.fromEntries([...unnamed, ...Object.entries(fields).filter(([, value]) => !isNullish(value))]);
}
