import * as t from 'io-ts';
import { isObject, own } from './ownFields.ts';
import { StringOrNumber, WholeNumber } from './primitives.ts';
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
  readonly leaf: number;
  /** 1 if it is required. */
  readonly counts: 0 | 1;
  /** Its place in the row. */
  readonly place: number;
  next: Field | undefined;
}

const fieldOf = (key: string, codec: t.Mixed, counts: Field['counts'], place: number): Field => ({
  key,
  is: codec.is,
  leaf: leaves.indexOf(codec),
  counts,
  place,
  next: undefined,
});

/**
 * Checks the fields that are there, which V8 goes through by a list that all objects of one shape share, instead of
 * looking for those that may be there, and writes them to the row on the way. Each is expected to follow the one that
 * it followed in the object before: what one server sends looks alike, and comparing beats looking up.
 */
function scanOf(required: t.Props, optional: t.Props): (u: unknown, row: MutableRow | undefined) => boolean {
  const fields = new Map<string, Field>();
  const add = (props: t.Props, counts: Field['counts']): void => {
    for (const [key, codec] of Object.entries(props)) {
      fields.set(key, fieldOf(key, codec, counts, fields.size + 1));
    }
  };
  add(required, 1);
  add(optional, 0);
  const requiredCount = Object.keys(required).length;
  const head = fieldOf('', t.unknown, 0, 0);
  return (u, row) => {
    if (typeof u !== 'object' || u === null) return false;
    let told = u as Readonly<Record<string, unknown>>; // an object, and no array by the next line
    // A look at the prototype first: a proxy could have ancestors without end.
    if (Object.getPrototypeOf(u) !== Object.prototype) {
      if (Array.isArray(u)) return false;
      told = { ...u };
    }
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
      if (takes(field, value)) found += field.counts;
      else if (field.counts > 0 || value !== undefined) return false;
      if (row !== undefined) row[field.place] = value;
    }
    return found === requiredCount;
  };
}

/** What nearly all fields are: told without a call, which would cost as much as all the rest. */
const leaves: readonly t.Mixed[] = [t.string, StringOrNumber, WholeNumber, t.number];

function takes({ leaf, is }: Field, value: unknown): boolean {
  switch (leaf) {
    case 0:
      return typeof value === 'string';
    case 1:
      return typeof value === 'string' || typeof value === 'number';
    case 2:
      return Number.isSafeInteger(value);
    case 3:
      return typeof value === 'number';
    default:
      return is(value);
  }
}
