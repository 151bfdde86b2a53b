import * as t from 'io-ts';
import { guard } from './primitives.ts';
import { errorsOf, reasons } from './errorsOf.ts';

/** Longer lists are refused unread. */
const maxLength = 10_000;

const Length: t.Type<number> = /* @__PURE__ */ guard(
  `number up to ${maxLength}`,
  (u): u is number => typeof u === 'number' && u <= maxLength,
);

/** The length of a list that is not too long. To be read once: a proxy may tell another the next time. */
export function shortLengthOf(u: unknown): number | undefined {
  if (!Array.isArray(u)) return undefined;
  const { length } = u;
  return Length.is(length) ? length : undefined;
}

/** The items of a list that is not too long, else none. Array methods would ask a proxy for its length again. */
export function itemsOf<A>(list: readonly A[] | null | undefined): readonly A[] {
  const length = shortLengthOf(list) ?? 0;
  const entries = list as readonly A[]; // a list, if it has a length
  return Array.from({ length }, (_, at) => entries[at] as A); // a hole was refused by the codec of the list
}

function notShort(u: unknown, context: t.Context): t.Validation<never> {
  if (!Array.isArray(u)) return t.failure(u, context);
  const { length } = u;
  return t.failure(length, t.appendContext(context, 'length', Length, length));
}

/** A list of anything. */
export const ShortList: t.Type<readonly unknown[]> = /* @__PURE__ */ new t.ReadonlyArrayType(
  'array',
  (u): u is readonly unknown[] => shortLengthOf(u) !== undefined,
  (u, context) => (ShortList.is(u) ? t.success(u) : notShort(u, context)),
  t.identity,
  t.unknown,
);

/**
 * A list of which each item is checked, holes, too. Unlike io-ts's own it hands on the very array that it was given,
 * and does not read one that no server sends: 3 million holes would make as many errors.
 */
export function listOf<A>(item: t.Type<A>): t.Type<readonly A[]> {
  const is = (u: unknown): u is readonly A[] => {
    const length = shortLengthOf(u);
    if (length === undefined) return false;
    const entries = u as readonly unknown[]; // a list, for it has a length
    for (let at = 0; at < length; at += 1) if (!item.is(entries[at])) return false;
    return true;
  };
  return new t.ReadonlyArrayType(
    ShortList.name,
    is,
    (u, context) => {
      if (is(u)) return t.success(u);
      const length = shortLengthOf(u);
      if (length === undefined) return notShort(u, context);
      const entries = u as readonly unknown[]; // a list, for it has a length
      const errors = Array.from({ length }, (_, at) => {
        const entry = entries[at];
        return errorsOf(item, entry, t.appendContext(context, String(at), item, entry));
      });
      return t.failures(reasons(errors.flat(), u, context));
    },
    t.identity,
    item,
  );
}
