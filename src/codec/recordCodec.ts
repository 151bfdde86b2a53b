import * as t from 'io-ts';

type RecordOf<Required extends t.Props, Optional extends t.Props> = {
  readonly [Key in keyof Required]: t.TypeOf<Required[Key]>;
} & { readonly [Key in keyof Optional]?: t.TypeOf<Optional[Key]> };

/**
 * An object with required and optional own fields; others may be there, too. Unlike `t.intersection([t.type,
 * t.partial])` it reads own fields only, hands on the very object that it was given instead of a copy (a copy loses an
 * own `__proto__`), and its errors bear no trace of how it is put together. Its fields must not change what they decode.
 */
export class RecordCodec<Required extends t.Props, Optional extends t.Props> extends t.Type<
  RecordOf<Required, Optional>,
  RecordOf<Required, Optional>
> {
  readonly _tag = 'RecordCodec' as const;
  readonly required: Required;
  readonly optional: Optional;

  constructor(name: string, required: Required, optional: Optional) {
    const fields = [
      ...Object.entries(required).map(([key, codec]) => ({ key, codec, isOptional: false })),
      ...Object.entries(optional).map(([key, codec]) => ({ key, codec, isOptional: true })),
    ];
    super(
      name,
      (u): u is RecordOf<Required, Optional> =>
        isObject(u) &&
        fields.every(({ key, codec, isOptional }) => {
          const value = own(u, key);
          return (isOptional && value === undefined) || codec.is(value);
        }),
      (u, context) => {
        if (!isObject(u)) return t.failure(u, context);
        const errors = fields.flatMap(({ key, codec, isOptional }) => {
          const value = own(u, key);
          if (isOptional && value === undefined) return [];
          const result = codec.validate(value, t.appendContext(context, key, codec, value));
          return result._tag === 'Left' ? result.left : [];
        });
        // The fields were just checked one by one.
        return errors.length > 0 ? t.failures(errors) : t.success(u as RecordOf<Required, Optional>);
      },
      t.identity,
    );
    this.required = required;
    this.optional = optional;
  }
}

/** Whether a value is an object with fields: no array, not `null`. */
export const isObject = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u);

/** An own field of an object; `undefined` if it has none of that name. */
export const own = (object: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;
