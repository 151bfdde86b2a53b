import * as t from 'io-ts';

type RecordOf<Required extends t.Props, Optional extends t.Props> = {
  readonly [Key in keyof Required]: t.TypeOf<Required[Key]>;
} & { readonly [Key in keyof Optional]?: t.TypeOf<Optional[Key]> };

/**
 * An object with required and optional own fields; others may be there, too. Unlike `t.intersection([t.type,
 * t.partial])` it reads own fields only, hands on the very object that it was given instead of a copy (a copy loses an
 * own `__proto__`), and its errors bear no trace of how it is put together. Its fields must not change what they decode.
 *
 * What is valid, as nearly everything is, costs no more than its guard; the errors of the rest are those of io-ts.
 */
export class RecordCodec<Required extends t.Props, Optional extends t.Props> extends t.Type<
  RecordOf<Required, Optional>,
  RecordOf<Required, Optional>
> {
  readonly _tag = 'RecordCodec' as const;
  readonly required: Required;
  readonly optional: Optional;

  constructor(name: string, required: Required, optional: Optional) {
    const fields = { ...required, ...optional };
    const is = recordGuard(required, optional) as t.Is<RecordOf<Required, Optional>>; // it checks these very fields
    super(
      name,
      is,
      (u, context) => {
        if (is(u)) return t.success(u);
        if (!isObject(u)) return t.failure(u, context);
        const errors = Object.entries(fields).flatMap(([key, codec]) => {
          const value = own(u, key);
          if (value === undefined && Object.hasOwn(optional, key)) return [];
          const result = codec.validate(value, t.appendContext(context, key, codec, value));
          return result._tag === 'Left' ? result.left : [];
        });
        return errors.length > 0 ? t.failures(errors) : t.failure(u, context);
      },
      t.identity,
    );
    this.required = required;
    this.optional = optional;
  }
}

/**
 * Goes through the fields that are there, which V8 does from a list that all objects of one shape share, and not
 * through those that may be there: looking in vain costs the most.
 */
function recordGuard(required: t.Props, optional: t.Props): (u: unknown) => boolean {
  const fields = new Map<string, Field>();
  for (const [key, { is }] of Object.entries(optional)) fields.set(key, { key, is, counts: 0 });
  for (const [key, { is }] of Object.entries(required)) fields.set(key, { key, is, counts: 1 });
  const requiredCount = Object.keys(required).length;
  // The fields of the object before, in its order: what one server sends looks alike, and comparing beats looking up.
  const expected: Field[] = [...fields.values()];
  return (u) => {
    if (!isObject(u)) return false;
    const told = ownFieldsOf(u);
    let found = 0;
    let at = 0;
    for (const key in told) {
      let field = expected[at];
      if (field?.key !== key) {
        field = fields.get(key);
        if (field === undefined) continue;
        expected[at] = field;
      }
      at += 1;
      const value: unknown = told[key];
      if (field.is(value)) found += field.counts;
      else if (field.counts > 0 || value !== undefined) return false;
    }
    return found === requiredCount;
  };
}

interface Field {
  readonly key: string;
  readonly is: (u: unknown) => boolean;
  readonly counts: number;
}

const nothing = {};

/** An object as it stands if it inherits no fields, else a copy of what it has itself. */
export function ownFieldsOf<T extends object>(object: T): T {
  if (fieldCount(nothing) > 0) return Object.assign(Object.create(null) as T, object); // somebody has extended all objects
  return Object.getPrototypeOf(object) === Object.prototype ? object : { ...object };
}

/** How many fields an object has; no array of its keys is made, which would cost more than all the rest. */
export function fieldCount(object: object): number {
  let count = 0;
  for (const key in object) {
    void key; // eslint-disable-line @typescript-eslint/no-meaningless-void-operator -- only how many there are matters
    count += 1;
  }
  return count;
}

/** Whether a value is an object with fields: no array, not `null`. */
export const isObject = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u);

/** An own field of an object; `undefined` if it has none of that name. */
export const own = (object: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;
