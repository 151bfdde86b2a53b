import * as t from 'io-ts';
import { errorsOf, reasons } from './refusal.ts';

type RecordOf<Required extends t.Props, Optional extends t.Props> = {
  readonly [Key in keyof Required]: t.TypeOf<Required[Key]>;
} & { readonly [Key in keyof Optional]?: t.TypeOf<Optional[Key]> };

/**
 * What a record holds, each field read once: how many fields there are that the codec does not name, then the values of
 * those that it names, in its order, the required first.
 */
export type Row = readonly [unnamed: number, ...values: readonly unknown[]];

export interface RecordReader {
  /** What a valid record holds; `undefined` if it is not valid. */
  readonly read: (u: unknown) => Row | undefined;
}

/**
 * An object with required and optional own fields; others may be there, too. Unlike `t.intersection([t.type,
 * t.partial])` it reads own fields only, hands on the very object that it was given instead of a copy (a copy loses an
 * own `__proto__`), and its errors bear no trace of how it is put together. Its fields must not change what they decode.
 *
 * What is valid, as nearly everything is, costs no more than its guard; the errors of the rest are those of io-ts.
 */
export class RecordCodec<Required extends t.Props, Optional extends t.Props>
  extends t.Type<RecordOf<Required, Optional>, RecordOf<Required, Optional>>
  implements RecordReader
{
  readonly _tag = 'RecordCodec' as const;
  readonly required: Required;
  readonly optional: Optional;
  readonly read: RecordReader['read'];

  constructor(name: string, required: Required, optional: Optional) {
    const fields = { ...required, ...optional };
    const scan = scanOf(required, optional);
    const is = (u: unknown): u is RecordOf<Required, Optional> => scan(u, undefined);
    super(
      name,
      is,
      (u, context) => {
        if (is(u)) return t.success(u);
        if (!isObject(u)) return t.failure(u, context);
        const errors = Object.entries(fields).flatMap(([key, codec]) => {
          const value = own(u, key);
          if (value === undefined && Object.hasOwn(optional, key)) return [];
          return errorsOf(codec, value, t.appendContext(context, key, codec, value));
        });
        return t.failures(reasons(errors, u, context));
      },
      t.identity,
    );
    this.required = required;
    this.optional = optional;
    const blank: MutableRow = [0, ...Object.keys(fields).map(() => undefined)];
    this.read = (u) => {
      const row = blank.slice() as MutableRow; // of the same length
      return scan(u, row) ? row : undefined;
    };
  }
}

type MutableRow = [unnamed: number, ...values: unknown[]];

/** A field, as a link of the chain in which the object before had them. */
interface Field {
  readonly key: string;
  readonly is: (u: unknown) => boolean;
  readonly isString: boolean;
  /** 1 if it is required. */
  readonly counts: 0 | 1;
  /** Its place in the row. */
  readonly place: number;
  next: Field | undefined;
}

/**
 * Checks the fields that are there, which V8 goes through by a list that all objects of one shape share, instead of
 * looking for those that may be there, and writes them to the row on the way. Each is expected to follow the one that
 * it followed in the object before: what one server sends looks alike, and comparing beats looking up.
 */
function scanOf(required: t.Props, optional: t.Props): (u: unknown, row: MutableRow | undefined) => boolean {
  const fields = new Map<string, Field>();
  const add = (props: t.Props, counts: Field['counts']): void => {
    for (const [key, codec] of Object.entries(props)) {
      const isString = codec === t.string; // the most of them: told without a call
      fields.set(key, { key, is: codec.is, isString, counts, place: fields.size + 1, next: undefined });
    }
  };
  add(required, 1);
  add(optional, 0);
  const requiredCount = Object.keys(required).length;
  const head: Field = { key: '', is: isObject, isString: false, counts: 0, place: 0, next: undefined };
  return (u, row) => {
    if (!isObject(u)) return false;
    // A look at the prototype first: a proxy could have ancestors without end.
    const told = Object.getPrototypeOf(u) === Object.prototype ? u : { ...u };
    let found = 0;
    let last = head;
    for (const key in told) {
      if (!Object.prototype.hasOwnProperty.call(told, key)) continue; // written so, V8 leaves it out
      let field = last.next;
      if (field?.key !== key) {
        field = fields.get(key);
        if (field === undefined) {
          if (row !== undefined) row[0] += 1;
          continue;
        }
        last.next = field;
      }
      last = field;
      const value: unknown = told[key];
      if (field.isString ? typeof value === 'string' : field.is(value)) found += field.counts;
      else if (field.counts > 0 || value !== undefined) return false;
      if (row !== undefined) row[field.place] = value;
    }
    return found === requiredCount;
  };
}

const nothing = {};

/** An object as it stands if it inherits no fields, else a copy of what it has itself. */
export function ownFieldsOf<T extends object>(object: T): T {
  for (const _ in nothing) return Object.assign(Object.create(null) as T, object); // somebody has extended all objects
  return Object.getPrototypeOf(object) === Object.prototype ? object : { ...object };
}

/** Whether a value is an object with fields: no array, not `null`. */
export const isObject = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u);

/** An own field of an object; `undefined` if it has none of that name. */
export const own = (object: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;
