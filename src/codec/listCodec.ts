import * as t from 'io-ts';
import { guard } from './primitives.ts';

/** Longer lists are refused unread. */
const maxLength = 10_000;

const Length: t.Type<number> = /* @__PURE__ */ guard(
  `number up to ${maxLength}`,
  (u): u is number => typeof u === 'number' && u <= maxLength,
);

/**
 * A list of which each item is checked, holes, too. Unlike io-ts's own it hands on the very array that it was given,
 * and does not read one that no server sends: 3 million holes would make as many errors.
 */
export function listOf<A>(item: t.Type<A>): t.Type<readonly A[]> {
  const is = (u: unknown): u is readonly A[] => {
    if (!Array.isArray(u)) return false;
    const { length } = u;
    if (!Length.is(length)) return false;
    for (let at = 0; at < length; at += 1) if (!item.is(u[at])) return false; // holes, too
    return true;
  };
  return new t.ReadonlyArrayType(
    'array',
    is,
    (u, context) => {
      if (is(u)) return t.success(u);
      if (!Array.isArray(u)) return t.failure(u, context);
      const { length } = u;
      if (!Length.is(length)) return t.failure(length, t.appendContext(context, 'length', Length, length));
      const errors = Array.from({ length }, (_, at) => errorsAt(item, u[at], at, context)).flat();
      return errors.length > 0 ? t.failures(errors) : t.failure(u, context);
    },
    t.identity,
    item,
  );
}

/** What is wrong with the item at a position. */
export function errorsAt(item: t.Mixed, entry: unknown, at: number, context: t.Context): t.Errors {
  const result = item.validate(entry, t.appendContext(context, String(at), item, entry));
  return result._tag === 'Left' ? result.left : [];
}
